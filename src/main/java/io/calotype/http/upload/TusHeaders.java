package io.calotype.http.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.semantics.HttpDate;
import io.calotype.upload.resumable.ResumableId;
import io.calotype.upload.resumable.UploadChecksum;
import io.calotype.upload.resumable.UploadHead;
import io.calotype.upload.resumable.UploadState;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The headers of tus 1.0.0, the protocol of resumable uploads.
///
/// Errors of every call that reads: `BadRequest` that names the header.
final class TusHeaders {
  private static final String VERSION = "1.0.0";
  private static final String EXTENSIONS =
      "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,"
          + "concatenation";

  private static final String RESUMABLE = "tus-resumable";
  private static final String LENGTH = "upload-length";
  private static final String OFFSET = "upload-offset";
  private static final String DEFER = "upload-defer-length";
  private static final String CONCAT = "upload-concat";
  private static final String METADATA = "upload-metadata";
  private static final String BYTES = "application/offset+octet-stream";
  private static final String FINAL = "final;";
  private static final String PATH = "/api/uploads/";

  private TusHeaders() {}

  /// Writes the answer to `OPTIONS`, but its status.
  static void describe(HttpServerResponse response, long maxBytes) {
    response
        .putHeader(RESUMABLE, VERSION)
        .putHeader("tus-version", VERSION)
        .putHeader("tus-extension", EXTENSIONS)
        .putHeader("tus-max-size", Long.toString(maxBytes))
        .putHeader("tus-checksum-algorithm", UploadChecksum.ALGORITHMS);
  }

  /// Checks the version of the protocol, and states that of the answer.
  ///
  /// Errors: `OtherUploadProtocol`.
  static void requireVersion(HttpExchange exchange) {
    exchange.response().putHeader(RESUMABLE, VERSION);
    if (!VERSION.equals(exchange.header(RESUMABLE))) {
      throw new MediaException(new Failure.OtherUploadProtocol());
    }
  }

  /// Whether the body has bytes of the upload.
  static boolean sendsBytes(HttpExchange exchange) {
    return exchange.contentType().equals(BYTES);
  }

  /// The offset of the body.
  static long offset(HttpExchange exchange) {
    Long offset = number(exchange, OFFSET);
    if (offset == null) {
      throw QueryParameters.bad("the header Upload-Offset is missing");
    }
    return offset;
  }

  /// The length of the upload; null if it is not stated.
  static @Nullable Long length(HttpExchange exchange) {
    return number(exchange, LENGTH);
  }

  /// The length of a new upload; null if the client names it later.
  static @Nullable Long newLength(HttpExchange exchange) {
    Long length = length(exchange);
    String defer = exchange.header(DEFER);
    if ((length == null) == (defer == null) || (defer != null && !defer.equals("1"))) {
      throw QueryParameters.bad(
          "a new upload needs Upload-Length, or Upload-Defer-Length: 1, and not both");
    }
    if (length != null && length == 0) {
      throw QueryParameters.bad("the file is empty");
    }
    return length;
  }

  private static @Nullable Long number(HttpExchange exchange, String name) {
    String text = exchange.header(name);
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw QueryParameters.bad("the header " + name + " is not a number of bytes");
    }
    return Long.valueOf(text);
  }

  /// The checksum of the body; null if it has none.
  static @Nullable UploadChecksum checksum(HttpExchange exchange) {
    String header = exchange.header("upload-checksum");
    return header == null ? null : UploadChecksum.parse(header);
  }

  static String metadata(HttpExchange exchange) {
    return Objects.requireNonNullElse(exchange.header(METADATA), "");
  }

  /// The role of a new upload in a concatenation.
  static UploadHead.Role role(HttpExchange exchange) {
    String concat = exchange.header(CONCAT);
    if (concat == null) {
      return new UploadHead.Role.Alone();
    }
    if (concat.equals("partial")) {
      return new UploadHead.Role.Part();
    }
    if (!concat.startsWith(FINAL)) {
      throw QueryParameters.bad(
          "Upload-Concat is neither partial nor final; and the URLs of parts");
    }
    return new UploadHead.Role.Whole(parts(concat.substring(FINAL.length()).strip()));
  }

  private static List<ResumableId> parts(String urls) {
    return Arrays.stream(urls.split(" +", -1)).map(TusHeaders::part).toList();
  }

  /// The upload of a URL, whose query may have a ticket.
  private static ResumableId part(String location) {
    String url = location.split("\\?", 2)[0];
    int path = url.lastIndexOf(PATH);
    return ResumableId.parse(path < 0 ? "" : url.substring(path + PATH.length()))
        .orElseThrow(
            () -> QueryParameters.bad("a URL in Upload-Concat is none of a resumable upload"));
  }

  /// Writes the headers that describe `state`.
  static void write(HttpServerResponse response, UploadState state) {
    response.putHeader(OFFSET, Long.toString(state.offset()));
    if (state.length() == null) {
      response.putHeader(DEFER, "1");
    } else {
      response.putHeader(LENGTH, state.length().toString());
    }
    if (!state.head().metadata().isEmpty()) {
      response.putHeader(METADATA, state.head().metadata());
    }
    switch (state.head().role()) {
      case UploadHead.Role.Alone() -> {}
      case UploadHead.Role.Part() -> response.putHeader(CONCAT, "partial");
      case UploadHead.Role.Whole(List<ResumableId> parts) ->
          response.putHeader(
              CONCAT, FINAL + String.join(" ", parts.stream().map(id -> PATH + id).toList()));
    }
    response.putHeader("upload-expires", HttpDate.format(state.head().expires()));
  }
}
