package io.calotype.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The server has refused the request (RFC 9457).
public final class ProblemException extends CalotypeException {
  private final int status;
  private final transient Map<String, Object> members;
  private final Duration retryAfter;

  /// @param retryAfter null if the answer names none
  ProblemException(int status, Map<String, Object> members, Duration retryAfter) {
    super(message(status, members), null);
    this.status = status;
    this.members = members;
    this.retryAfter = retryAfter;
  }

  private static String message(int status, Map<String, Object> members) {
    String detail = text(members, "detail", text(members, "title", ""));
    return status + " " + slug(members) + (detail.isEmpty() ? "" : ": " + detail);
  }

  private static String slug(Map<String, Object> members) {
    String type = text(members, "type", "");
    String slug = type.substring(type.lastIndexOf('/') + 1);
    return slug.isEmpty() ? "unknown" : slug;
  }

  private static String text(Map<String, Object> members, String name, String otherwise) {
    return members.get(name) instanceof String text ? text : otherwise;
  }

  /// The status of the answer, such as 415.
  public int status() {
    return status;
  }

  /// The last segment of the type, such as `unsupported-media`; `unknown` if the answer has none.
  public String slug() {
    return slug(members);
  }

  /// The summary of the kind of problem.
  public String title() {
    return text(members, "title", "HTTP " + status);
  }

  /// The explanation of this problem; empty if there is none.
  public String detail() {
    return text(members, "detail", "");
  }

  /// The time after which the request may succeed.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /// All members of the answer: strings, numbers, booleans, lists, maps, or null.
  public Map<String, Object> members() {
    return members;
  }
}
