package io.calotype.media.transformation;

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

  /// Returns whether renditions in this format can be animated.
  public boolean animates() {
    return this == WEBP;
  }

  /// The longest side in pixels: the format's limit, or a lower one of Calotype.
  public int maxSide() {
    return maxSide;
  }
}
