package io.calotype.cli.client;

import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;

/// The server's response is not the requested one. The message is one line: `404 Not found: …`.
public final class RefusedException extends RuntimeException {
  private final int status;

  RefusedException(int status, String message) {
    super(TextFormat.line(message), null, false, false);
    this.status = status;
  }

  /// Builds the message from the problem document (RFC 9457) of `response`, or from its status
  /// alone.
  static RefusedException of(ApiResponse response) {
    JsonValue problem = JsonValue.read(response.body()).orElse(JsonValue.absent());
    String title = problem.at("title").text();
    String detail = problem.at("detail").text();
    return new RefusedException(
        response.status(),
        response.status()
            + (title.isEmpty() ? " (not an answer of Calotype)" : " " + title)
            + (detail.isEmpty() ? "" : ": " + detail));
  }

  /// Whether the server refuses the caller (401 or 403), which would affect every other request
  /// too.
  public boolean aboutCaller() {
    return status == 401 || status == 403;
  }

  /// The message, in one line.
  public String why() {
    return String.valueOf(getMessage());
  }
}
