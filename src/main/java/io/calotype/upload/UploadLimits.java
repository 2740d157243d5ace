package io.calotype.upload;

import io.calotype.media.MediaKind;
import io.calotype.originals.Staging;

/// How long files may be, which depends on what they are.
///
/// @param image bytes of a picture, and of what is none of ours
/// @param video bytes of a video
public record UploadLimits(long image, long video) implements Staging.Bound {
  @Override
  public long maxBytes(byte[] head) {
    return Sniffer.sniff(head).filter(type -> type.kind() == MediaKind.VIDEO).isPresent()
        ? video
        : image;
  }

  /// What nothing is longer than.
  public long longest() {
    return Math.max(image, video);
  }
}
