package io.calotype.http.problem;

import io.calotype.json.JsonOutput;
import java.util.LinkedHashMap;
import java.util.Map;

/// A problem document (RFC 9457).
///
/// @param problem the type
/// @param detail describes this occurrence, without messages of other software
/// @param members typed extension members: numbers and strings by name
/// @param headers additional response headers
public record ProblemDocument(
    Problem problem, String detail, Map<String, Object> members, Map<String, String> headers) {

  static ProblemDocument of(Problem problem, String detail) {
    return new ProblemDocument(problem, detail, Map.of(), Map.of());
  }

  ProblemDocument with(String member, Object value) {
    return new ProblemDocument(problem, detail, added(members, member, value), headers);
  }

  ProblemDocument withHeader(String name, String value) {
    return new ProblemDocument(problem, detail, members, added(headers, name, value));
  }

  public int status() {
    return problem.status();
  }

  /// The document as UTF-8.
  public byte[] json() {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", "/problems/" + problem.slug());
      json.writeStringProperty("title", problem.title());
      json.writeNumberProperty("status", problem.status());
      json.writeStringProperty("detail", detail);
      members.forEach((name, value) -> JsonOutput.property(json, name, value));
      json.writeEndObject();
    });
  }

  private static <V> Map<String, V> added(Map<String, V> map, String name, V value) {
    Map<String, V> all = new LinkedHashMap<>(map);
    all.put(name, value);
    return all;
  }
}
