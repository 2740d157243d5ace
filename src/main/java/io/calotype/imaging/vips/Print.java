package io.calotype.imaging.vips;

import io.calotype.imaging.Output;
import io.calotype.media.Dimensions;
import io.calotype.media.Format;
import io.calotype.media.RenditionSpec;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One rendition on its way from a base to its bytes.
///
/// @param base what it is cut from
/// @param stored its size before it is turned upright
/// @param orientation of the source, 1 to 8
record Print(Base base, Dimensions stored, int orientation) {
  private static final int WEBP_EFFORT = 4;
  private static final int PNG_COMPRESSION = 6;

  /// Makes `output` and hands it over.
  void encode(Output output, Receiver receiver) throws IOException {
    RenditionSpec spec = decided(output);
    receiver.accept(spec, encoded(upright(sized()), spec));
  }

  private RenditionSpec decided(Output output) {
    boolean png = output.pngWhereTransparent() && !base.opaque();
    return png ? new RenditionSpec(output.spec().size(), Format.PNG, 0) : output.spec();
  }

  private Raster sized() {
    if (fits(base.straight())) {
      return base.straight();
    }
    Raster scaled = scaled(base.scalable());
    return base.opaque() ? scaled : Alpha.unpremultiplied(scaled);
  }

  private boolean fits(Raster picture) {
    return picture.width() == stored.width() && picture.height() == stored.height();
  }

  private Raster scaled(Raster picture) {
    return picture
        .then("resize")
        .with("scale", (double) stored.width() / picture.width())
        .with("vscale", (double) stored.height() / picture.height())
        .image();
  }

  /// Turned after it has been made small: turning needs the picture in memory.
  private Raster upright(Raster picture) {
    return orientation == 1 ? picture : picture.inMemory().then("autorot").image();
  }

  private static ByteBuffer encoded(Raster picture, RenditionSpec spec) {
    return switch (spec.format()) {
      case WEBP -> webp(picture, spec.quality());
      case JPEG -> jpeg(picture.alpha() ? Alpha.onWhite(picture) : picture, spec.quality());
      case PNG -> png(picture);
    };
  }

  private static ByteBuffer webp(Raster picture, int quality) {
    return saver(picture, "webpsave_buffer").with("Q", quality).with("effort", WEBP_EFFORT).bytes();
  }

  private static ByteBuffer jpeg(Raster picture, int quality) {
    return saver(picture, "jpegsave_buffer")
        .with("Q", quality)
        .with("optimize-coding", true)
        .bytes();
  }

  private static ByteBuffer png(Raster picture) {
    return saver(picture, "pngsave_buffer")
        .with("compression", PNG_COMPRESSION)
        .with("filter", "all")
        .bytes();
  }

  private static Operation saver(Raster picture, String nickname) {
    return picture.then(nickname).with("keep", "none");
  }
}
