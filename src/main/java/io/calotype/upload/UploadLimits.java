package io.calotype.upload;

import io.calotype.media.MediaKind;
import io.calotype.originals.Staging;
import io.calotype.upload.filetype.Sniffer;

/// Maximum file lengths by kind.
///
/// @param image bytes of a picture, and of a file of unknown type
/// @param video bytes of a video
public record UploadLimits(long image, long video) implements Staging.Bound {
  @Override
  public long maxBytes(byte[] head) {
    return Sniffer.sniff(head).filter(type -> type.kind() == MediaKind.VIDEO).isPresent()
        ? video
        : image;
  }

  /// Returns the larger of both limits, in bytes.
  public long longest() {
    return Math.max(image, video);
  }
}
