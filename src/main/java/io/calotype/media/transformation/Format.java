package io.calotype.media.transformation;

import java.util.Arrays;
import java.util.Optional;

/// A format of renditions.
public enum Format {
  WEBP("image/webp", "webp", 16_383),
  AVIF("image/avif", "avif", 16_383),
  JPEG("image/jpeg", "jpg", 65_535),
  PNG("image/png", "png", 65_535);

  private final String contentType;
  private final String extension;
  private final int maxSide;

  Format(String contentType, String extension, int maxSide) {
    this.contentType = contentType;
    this.extension = extension;
    this.maxSide = maxSide;
  }

  /// The registered media type, for example `image/webp`.
  public String contentType() {
    return contentType;
  }

  /// The file name ending, without the dot.
  public String extension() {
    return extension;
  }

  /// Returns the format with that file name ending; empty if there is none.
  public static Optional<Format> ofExtension(String extension) {
    return Arrays.stream(values()).filter(format -> format.extension.equals(extension)).findFirst();
  }

  /// Returns whether renditions in this format can be animated.
  public boolean animates() {
    return this == WEBP;
  }

  /// The longest side in pixels: the format's limit, or a lower one of Calotype.
  public int maxSide() {
    return maxSide;
  }
}
