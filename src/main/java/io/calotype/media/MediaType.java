package io.calotype.media;

/// A type of original that is accepted, as its bytes say.
public enum MediaType {
  JPEG("image/jpeg", "jpg", true),
  PNG("image/png", "png", true),
  WEBP("image/webp", "webp", true),
  GIF("image/gif", "gif", true),
  AVIF("image/avif", "avif", true),
  TIFF("image/tiff", "tif", true),
  SVG("image/svg+xml", "svg", false);

  private final String contentType;
  private final String extension;
  private final boolean inert;

  MediaType(String contentType, String extension, boolean inert) {
    this.contentType = contentType;
    this.extension = extension;
    this.inert = inert;
  }

  /// The registered media type, for example `image/jpeg`.
  public String contentType() {
    return contentType;
  }

  /// The usual file name ending, without the dot.
  public String extension() {
    return extension;
  }

  /// Whether a browser only ever shows it: what it could execute is not inert.
  public boolean inert() {
    return inert;
  }

  /// What a media of this type is to a person.
  public MediaKind kind() {
    return MediaKind.IMAGE;
  }
}
