package io.calotype.client;

import java.net.http.HttpResponse;

/// An answer of the server.
///
/// @param status the status code
/// @param retryAfter the header `Retry-After`; empty where there is none
/// @param body all of it: answers are short
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

  /// Its JSON.
  ///
  /// Errors: [RefusedException] where it is another answer than that.
  ResponseJson json() {
    if (!ok()) {
      throw RefusedException.of(this);
    }
    return ResponseJson.read(body).orElseThrow(() -> RefusedException.of(this));
  }
}
