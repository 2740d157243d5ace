package io.calotype.cli.client;

import io.calotype.json.JsonValue;
import java.net.http.HttpResponse;

/// A response of the server.
///
/// @param status the status code
/// @param retryAfter the header `Retry-After`; empty if absent
/// @param body the complete body; responses are short
record ApiResponse(int status, String retryAfter, String body) {
  static ApiResponse of(HttpResponse<String> response) {
    return new ApiResponse(
        response.statusCode(),
        response.headers().firstValue("Retry-After").orElse(""),
        response.body());
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /// Parses the body as JSON.
  ///
  /// Errors: [RefusedException] if the status is not 2xx or the body is not JSON.
  JsonValue json() {
    if (!ok()) {
      throw RefusedException.of(this);
    }
    return JsonValue.read(body).orElseThrow(() -> RefusedException.of(this));
  }
}
