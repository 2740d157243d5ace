package io.calotype.media;

/// An accepted type of original, detected by its bytes.
public enum MediaType {
  JPEG("image/jpeg", "jpg", Decoder.BUILT_IN),
  PNG("image/png", "png", Decoder.BUILT_IN),
  WEBP("image/webp", "webp", Decoder.BUILT_IN),
  GIF("image/gif", "gif", Decoder.BUILT_IN),
  AVIF("image/avif", "avif", Decoder.BUILT_IN),
  TIFF("image/tiff", "tif", Decoder.BUILT_IN),
  SVG("image/svg+xml", "svg", Decoder.BUILT_IN),
  BMP("image/bmp", "bmp", Decoder.BUILT_IN),
  ICO("image/vnd.microsoft.icon", "ico", Decoder.BUILT_IN),
  HEIC("image/heic", "heic", Decoder.SYSTEM),
  JXL("image/jxl", "jxl", Decoder.SYSTEM),
  JP2("image/jp2", "jp2", Decoder.SYSTEM),
  PSD("image/vnd.adobe.photoshop", "psd", Decoder.BUILT_IN),
  MP4("video/mp4", "mp4", Decoder.FFMPEG),
  QUICKTIME("video/quicktime", "mov", Decoder.FFMPEG),
  THREE_GP("video/3gpp", "3gp", Decoder.FFMPEG),
  WEBM("video/webm", "webm", Decoder.FFMPEG),
  MATROSKA("video/x-matroska", "mkv", Decoder.FFMPEG),
  AVI("video/x-msvideo", "avi", Decoder.FFMPEG);

  private final String contentType;
  private final String extension;
  private final Decoder decoder;

  /// The decoder of a type.
  public enum Decoder {
    /// The bundled libvips, with Calotype's own code.
    BUILT_IN,
    /// The libvips of the system, if installed.
    SYSTEM,
    /// The ffmpeg of the system, if installed: a video.
    FFMPEG
  }

  MediaType(String contentType, String extension, Decoder decoder) {
    this.contentType = contentType;
    this.extension = extension;
    this.decoder = decoder;
  }

  /// The registered media type, for example `image/jpeg`.
  public String contentType() {
    return contentType;
  }

  /// The usual file name ending, without the dot.
  public String extension() {
    return extension;
  }

  /// The decoder of this type.
  public Decoder decoder() {
    return decoder;
  }

  /// Returns whether a browser only displays it. A type with executable content is not inert.
  public boolean inert() {
    return this != SVG;
  }

  /// Returns whether it is a vector format, which has no size in pixels of its own.
  public boolean vector() {
    return this == SVG;
  }

  /// Returns whether its frames are an animation that is kept, and not pages.
  public boolean animates() {
    return this == GIF || this == WEBP || this == PNG;
  }

  /// The kind of a media of this type.
  public MediaKind kind() {
    return decoder == Decoder.FFMPEG ? MediaKind.VIDEO : MediaKind.IMAGE;
  }
}
