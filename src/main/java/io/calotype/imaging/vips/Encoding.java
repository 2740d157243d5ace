package io.calotype.imaging.vips;

import io.calotype.media.RenditionSpec;
import java.nio.ByteBuffer;

/// How each format is written (ADR-0009).
final class Encoding {
  private static final int WEBP_EFFORT = 4;
  private static final int AVIF_EFFORT = 1;
  private static final int PNG_COMPRESSION = 6;

  private Encoding() {}

  /// The bytes of a finished picture, which live as long as its scope.
  static ByteBuffer of(Raster picture, RenditionSpec spec) {
    boolean keeps = picture.scope().vips().atLeast(8, 15);
    Raster bare = keeps ? picture : bare(picture, spec.ownColors());
    Operation save = save(bare, spec);
    return (keeps ? save.with("keep", spec.ownColors() ? "icc" : "none") : save).bytes();
  }

  /// What an older libvips writes into a file unless it is taken away.
  private static Raster bare(Raster picture, boolean ownColors) {
    Raster bare = picture.without("exif-data", "xmp-data", "iptc-data", "photoshop-data");
    return ownColors ? bare : bare.without("icc-profile-data");
  }

  private static Operation save(Raster picture, RenditionSpec spec) {
    return switch (spec.format()) {
      case WEBP -> webp(picture, spec.quality());
      case AVIF -> avif(picture, spec.quality());
      case JPEG -> jpeg(picture, spec.quality());
      case PNG -> png(picture);
    };
  }

  private static Operation webp(Raster picture, int quality) {
    return picture.then("webpsave_buffer").with("Q", quality).with("effort", WEBP_EFFORT);
  }

  private static Operation avif(Raster picture, int quality) {
    return picture
        .then("heifsave_buffer")
        .with("compression", "av1")
        .with("bitdepth", 8)
        .with("Q", quality)
        .with("effort", AVIF_EFFORT);
  }

  private static Operation jpeg(Raster picture, int quality) {
    return picture
        .then("jpegsave_buffer")
        .with("Q", quality)
        .with("interlace", true)
        .with("optimize-coding", true);
  }

  private static Operation png(Raster picture) {
    return picture
        .then("pngsave_buffer")
        .with("compression", PNG_COMPRESSION)
        .with("filter", "all");
  }
}
