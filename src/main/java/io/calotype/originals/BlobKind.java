package io.calotype.originals;

import io.calotype.media.MediaKind;

/// The role of a blob, which determines its folder or prefix.
public enum BlobKind {
  /// The original of an image.
  IMAGE,
  /// The original of a video.
  VIDEO,
  /// The source of renditions in place of an original.
  MASTER;

  /// Returns the role of an original of `kind`.
  public static BlobKind of(MediaKind kind) {
    return switch (kind) {
      case IMAGE -> IMAGE;
      case VIDEO -> VIDEO;
    };
  }
}
