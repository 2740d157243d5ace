package io.calotype.imaging.vips;

import io.calotype.imaging.ShrinkFactor;
import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.color.ColorEncoding;
import io.calotype.imaging.color.StatedColor;
import io.calotype.imaging.svg.EmbeddedPictures;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Encodes the pictures inside a drawing again, upright and in sRGB: as a JPEG if all pixels are
/// opaque, otherwise as a PNG. During its work only the loader of the picture's type is allowed.
final class EmbeddedEncoder implements EmbeddedPictures.Encoder {
  private static final long MAX_PIXELS = 16 << 20;

  /// A larger file in base64 may exceed the attribute limit of libxml2 (10 MB).
  private static final int MAX_BYTES = 4 << 20;

  private final Vips vips;

  /// The number of pixels that may still be decoded for this drawing.
  private long pixels = 2 * MAX_PIXELS;

  EmbeddedEncoder(Vips vips) {
    this.vips = vips;
  }

  @Override
  public Optional<byte[]> encoded(MediaType type, byte[] file) {
    vips.allowOnly(Loader.of(type).loaders());
    try (NativeScope scope = new NativeScope(vips)) {
      return picture(scope, type, file).flatMap(EmbeddedEncoder::smallEnough);
    } catch (VipsException | BitmapException damaged) {
      return Optional.empty();
    }
  }

  private Optional<Raster> picture(NativeScope scope, MediaType type, byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (Bitmaps.reads(type)) {
      return affordable(Bitmaps.header(scope, bytes, type).size())
          ? Optional.of(ColorConversion.srgb(Bitmaps.load(scope, bytes, type)))
          : Optional.empty();
    }
    MemorySegment copy = scope.memory(file.length);
    copy.copyFrom(MemorySegment.ofArray(file));
    Raster stored = Loader.of(type).load(scope, copy, new ShrinkFactor(1));
    return affordable(new Dimensions(stored.width(), stored.height()))
        ? Optional.of(upright(stored, StatedColor.of(type, bytes, stored.profile())))
        : Optional.empty();
  }

  private boolean affordable(Dimensions size) {
    pixels -= size.pixels();
    return size.pixels() <= MAX_PIXELS && pixels >= 0;
  }

  private static Raster upright(Raster stored, Optional<ColorEncoding> encoding) {
    Raster colored =
        encoding
            .map(stated -> ColorConversion.srgb(stored, stated))
            .orElseGet(() -> ColorConversion.srgb(ColorConversion.eightBit(stored)));
    return stored.orientation() == 1 ? colored : colored.inMemory().then("autorot").image();
  }

  private static Optional<byte[]> smallEnough(Raster lazy) {
    Raster picture = lazy.inMemory();
    boolean clear = picture.alpha() && !Alpha.opaque(picture);
    Raster flat = picture.alpha() && !clear ? Alpha.without(picture) : picture;
    ByteBuffer best = clear ? png(flat, false) : jpeg(flat, 95);
    ByteBuffer file =
        best.remaining() <= MAX_BYTES ? best : clear ? png(flat, true) : jpeg(flat, 80);
    if (file.remaining() > MAX_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return Optional.of(bytes);
  }

  private static ByteBuffer jpeg(Raster picture, int quality) {
    return picture
        .then("jpegsave_buffer")
        .with("Q", quality)
        .with("subsample-mode", "off")
        .with("keep", "none")
        .bytes();
  }

  private static ByteBuffer png(Raster picture, boolean palette) {
    return picture
        .then("pngsave_buffer")
        .with("compression", 6)
        .with("palette", palette)
        .with("keep", "none")
        .bytes();
  }
}
