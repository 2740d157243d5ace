package io.calotype.cli.client;

import io.calotype.json.JsonValue;
import java.io.IOException;

/// The meaning of an answer about a resumable upload.
sealed interface TusAnswer {
  /// The server has the first `offset` bytes, fewer than all.
  record At(long offset) implements TusAnswer {}

  /// The upload is complete, and its media stored.
  record Stored() implements TusAnswer {}

  /// The upload has expired, or the server that answers does not have it.
  record Gone() implements TusAnswer {}

  /// The server or a proxy does not take the method.
  record Unsupported() implements TusAnswer {}

  /// The same request may succeed later.
  record Later(ApiResponse response) implements TusAnswer {}

  /// No answer.
  record Lost(IOException cause) implements TusAnswer {}

  /// Any other answer.
  record Refused(ApiResponse response) implements TusAnswer {
    /// Whether a later request would be refused too: not for a caller without the right, and not
    /// for a fault of the server, such as a full disk.
    boolean last() {
      int status = response.status();
      return status >= 400 && status < 500 && status != 401 && status != 403;
    }
  }

  /// Interprets `response` about an upload of `bytes` bytes.
  static TusAnswer of(ApiResponse response, long bytes) {
    return switch (response.status()) {
      case 404, 410 -> new Gone();
      case 405, 501 -> new Unsupported();
      case 409 -> otherOffset(response) ? new Later(response) : new Refused(response);
      case 408, 423, 429, 502, 503, 504 -> new Later(response);
      default -> response.ok() ? state(response, bytes) : new Refused(response);
    };
  }

  /// Whether a status says that the server or a proxy does not take the method.
  static boolean unsupported(int status) {
    return status == 405 || status == 501;
  }

  /// A conflict about the offset names the right one. Others are about the media.
  private static boolean otherOffset(ApiResponse response) {
    JsonValue problem = JsonValue.read(response.body()).orElse(JsonValue.absent());
    return !problem.at("offset").text().isEmpty();
  }

  private static TusAnswer state(ApiResponse response, long bytes) {
    if (!response.header("Media-Location").isEmpty()) {
      return new Stored();
    }
    String offset = response.header("Upload-Offset");
    if (!offset.matches("[0-9]{1,18}")) {
      return new Refused(response);
    }
    long at = Long.parseLong(offset);
    return at < bytes ? new At(at) : new Later(response);
  }
}
