package io.calotype.originals.s3;

import java.util.Locale;

/// The kinds of calls to the S3 service.
enum S3Operation {
  /// Reads the metadata of an object.
  HEAD,
  /// Reads an object.
  GET,
  /// Writes an object.
  PUT,
  /// Writes a part of an object, or begins, completes or aborts such a write.
  MULTIPART,
  /// Copies an object within the bucket.
  COPY,
  /// Deletes an object.
  DELETE,
  /// Lists objects or uploads.
  LIST;

  /// The name in metrics and the log.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
