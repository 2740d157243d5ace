package io.calotype.cli.client;

import io.calotype.json.JsonValue;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/// A response of the server.
///
/// @param status the status code
/// @param headers all headers
/// @param body the complete body; responses are short
record ApiResponse(int status, HttpHeaders headers, String body) {
  static ApiResponse of(HttpResponse<String> response) {
    return new ApiResponse(response.statusCode(), response.headers(), response.body());
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /// The value of a header; empty if absent.
  String header(String name) {
    return headers.firstValue(name).orElse("");
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
