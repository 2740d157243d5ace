package io.calotype.http.routing;

import java.util.List;

/// The template of a path, such as `/api/media/{id}/content`: literal segments and parameters.
///
/// @param text the template as OpenAPI writes it
/// @param segments without slashes
public record RouteTemplate(String text, List<String> segments) {
  /// Parses a template, which begins with a slash.
  static RouteTemplate parse(String text) {
    return new RouteTemplate(text, List.copyOf(RequestPath.split(text)));
  }

  /// Whether `segment` of a template is a parameter.
  static boolean parameter(String segment) {
    return segment.startsWith("{");
  }

  /// The number of literal segments.
  long literals() {
    return segments.stream().filter(segment -> !parameter(segment)).count();
  }

  /// The index of the segment `parameter`, such as `{id}`.
  ///
  /// Errors: an [IllegalStateException] if there is none.
  int index(String parameter) {
    int index = segments.indexOf(parameter);
    if (index < 0) {
      throw new IllegalStateException(text + " has no " + parameter);
    }
    return index;
  }

  /// The path with `values` in place of the parameters, in order. The values need no escapes.
  public String path(String... values) {
    StringBuilder path = new StringBuilder();
    int next = 0;
    for (String segment : segments) {
      path.append('/').append(parameter(segment) ? values[next++] : segment);
    }
    return path.toString();
  }
}
