package io.calotype.client;

/// The server has answered, and not with what was asked for. The message is one line: `404 Not
/// found: …`.
public final class RefusedException extends RuntimeException {
  private final int status;

  RefusedException(int status, String message) {
    super(TextFormat.line(message), null, false, false);
    this.status = status;
  }

  /// The refusal that `reply` is: by its problem document (RFC 9457), or by its status alone.
  static RefusedException of(ApiResponse response) {
    ResponseJson problem = ResponseJson.read(response.body()).orElse(new ResponseJson(null));
    String title = problem.at("title").text();
    String detail = problem.at("detail").text();
    return new RefusedException(
        response.status(),
        response.status()
            + (title.isEmpty() ? " (not an answer of Calotype)" : " " + title)
            + (detail.isEmpty() ? "" : ": " + detail));
  }

  /// Whether it is about the caller, so that every other request would meet it too.
  public boolean aboutCaller() {
    return status == 401 || status == 403;
  }

  /// What it says, in one line.
  public String why() {
    return String.valueOf(getMessage());
  }
}
