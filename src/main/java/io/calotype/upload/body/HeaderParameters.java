package io.calotype.upload.body;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The parameters of a header field: `value; name=token; name="quoted"` (RFC 9110 section 5.6.6).
///
/// A token may contain blanks, because browsers send them. In a part's header, a backslash escapes
/// only quotes and backslashes, because a file name may be a Windows path.
final class HeaderParameters {
  private final String text;
  private final boolean everyPair;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int at;

  private HeaderParameters(String text, boolean everyPair) {
    this.text = text;
    this.everyPair = everyPair;
    this.at = Math.max(text.indexOf(';'), 0);
  }

  /// Parses `field` of a multipart part. The first of several parameters with one name counts.
  static HeaderParameters of(String field) {
    return new HeaderParameters(field, false).read();
  }

  /// Parses `field` of a request: a backslash escapes any character (RFC 9110 section 5.6.4).
  static HeaderParameters ofRequest(String field) {
    return new HeaderParameters(field, true).read();
  }

  /// Returns the parameter `name`, given in lower case.
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private HeaderParameters read() {
    while (text.indexOf(';') >= 0 && at < text.length()) {
      at++; // the semicolon
      int end = nameEnd();
      String name = text.substring(at, end).strip().toLowerCase(Locale.ROOT);
      at = end;
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        values.putIfAbsent(name, value());
      }
    }
    return this;
  }

  private int nameEnd() {
    int end = at;
    while (end < text.length() && text.charAt(end) != ';' && text.charAt(end) != '=') {
      end++;
    }
    return end;
  }

  private String value() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    String quoted = at < text.length() && text.charAt(at) == '"' ? quoted() : null;
    int from = at;
    at = text.indexOf(';', at) < 0 ? text.length() : text.indexOf(';', at);
    return quoted != null ? quoted : text.substring(from, at).strip();
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      boolean escape = text.charAt(at) == '\\' && at + 1 < text.length() && escapable(at + 1);
      at += escape ? 1 : 0;
      value.append(text.charAt(at));
    }
    at = Math.min(at + 1, text.length());
    return value.toString();
  }

  private boolean escapable(int index) {
    return everyPair || text.charAt(index) == '"' || text.charAt(index) == '\\';
  }
}
