package io.calotype.media.transformation;

/// The format of a rendition, with its quality if the format has one.
public sealed interface Encoding {
  /// The format.
  Format format();

  /// An encoding that loses detail.
  sealed interface Lossy extends Encoding {
    /// The quality of the encoder.
    Quality quality();
  }

  /// WebP. The only format with animations.
  record Webp(Quality quality) implements Lossy {
    @Override
    public Format format() {
      return Format.WEBP;
    }
  }

  /// AVIF.
  record Avif(Quality quality) implements Lossy {
    @Override
    public Format format() {
      return Format.AVIF;
    }
  }

  /// JPEG, which has no transparency.
  record Jpeg(Quality quality) implements Lossy {
    @Override
    public Format format() {
      return Format.JPEG;
    }
  }

  /// PNG, which is lossless.
  record Png() implements Encoding {
    @Override
    public Format format() {
      return Format.PNG;
    }
  }

  /// Returns `format` at its default quality.
  static Encoding of(Format format) {
    return of(format, new Quality(format == Format.AVIF ? 60 : 85));
  }

  /// Returns `format` at `quality`. A lossless format ignores it.
  static Encoding of(Format format, Quality quality) {
    return switch (format) {
      case WEBP -> new Webp(quality);
      case AVIF -> new Avif(quality);
      case JPEG -> new Jpeg(quality);
      case PNG -> new Png();
    };
  }
}
