package io.calotype.media;

/// A format of renditions.
public enum Format {
  WEBP("image/webp", "webp", 85, 16_383),
  AVIF("image/avif", "avif", 60, 16_383),
  JPEG("image/jpeg", "jpg", 85, 65_535),
  PNG("image/png", "png", 0, 65_535);

  private final String contentType;
  private final String extension;
  private final int quality;
  private final int maxSide;

  Format(String contentType, String extension, int quality, int maxSide) {
    this.contentType = contentType;
    this.extension = extension;
    this.quality = quality;
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

  /// The default quality, 1 to 100; 0 for a lossless format.
  public int quality() {
    return quality;
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
