package io.calotype.upload;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;

/// The metrics of uploads.
final class UploadMeters {
  private final Counter stored;
  private final Counter bytes;

  UploadMeters(Telemetry telemetry) {
    this.stored = telemetry.counter("calotype_uploads_stored");
    this.bytes = telemetry.counter("calotype_upload_bytes");
  }

  /// Counts an upload that stored an original of `size` bytes.
  void stored(long size) {
    stored.increment();
    bytes.increment((double) size);
  }
}
