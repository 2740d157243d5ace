package io.calotype.imaging.vips;

import io.calotype.imaging.ExifPosition;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.JpegEnd;
import io.calotype.imaging.bitmap.TileParts;
import io.calotype.imaging.bitmap.bmp.Bmp;
import io.calotype.imaging.bitmap.bmp.Ico;
import io.calotype.imaging.bitmap.png.Apng;
import io.calotype.imaging.bitmap.psd.Psd;
import io.calotype.imaging.color.BmpColor;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads the files that libvips does not read: BMP, ICO, PSD, the frames of an animated PNG, a JPEG
/// without its end marker, a JPEG 2000 with tile-parts in any order.
///
/// Errors: a [VipsException] if the file is invalid.
final class Bitmaps {
  private static final int RGBA = 4;

  private Bitmaps() {}

  /// Whether this class reads `type`.
  static boolean reads(MediaType type) {
    return type == MediaType.BMP || type == MediaType.ICO || type == MediaType.PSD;
  }

  /// The header of a BMP, ICO or PSD file.
  static SourceHeader header(NativeScope scope, ByteBuffer file, MediaType type) {
    try {
      return switch (type) {
        case BMP -> header(Bmp.read(file));
        case PSD -> header(Psd.read(file));
        default -> header(scope, Ico.read(file));
      };
    } catch (BitmapException damaged) {
      throw new VipsException(String.valueOf(damaged.getMessage()));
    }
  }

  private static SourceHeader header(Bmp bmp) {
    return SourceHeader.of(new Dimensions(bmp.width(), bmp.height()), bmp.alpha());
  }

  private static SourceHeader header(Psd psd) {
    String profile = psd.inks() ? null : OpenSource.profileName(bytes(psd.profile()));
    boolean position =
        psd.exif().map(ExifPosition::inExif).orElse(false) || ExifPosition.inXmp(bytes(psd.xmp()));
    return new SourceHeader(
        new Dimensions(psd.width(), psd.height()), psd.alpha(), 1, 1, profile, false, position);
  }

  private static byte[] bytes(Optional<ByteBuffer> part) {
    byte[] bytes = new byte[part.map(ByteBuffer::remaining).orElse(0)];
    part.ifPresent(buffer -> buffer.get(bytes));
    return bytes;
  }

  private static Raster psd(NativeScope scope, Psd psd) {
    MemorySegment pixels = scope.memory((long) psd.width() * psd.height() * psd.bands());
    psd.decode(pixels.asByteBuffer());
    Raster plain = scope.pixels(pixels, psd.width(), psd.height(), psd.bands());
    String space = psd.inks() ? "cmyk" : psd.bands() < 3 ? "b-w" : "srgb";
    Raster picture = plain.then("copy").with("interpretation", space).image();
    byte[] profile = bytes(psd.profile());
    return profile.length == 0 ? picture : picture.withProfile(profile);
  }

  private static SourceHeader header(NativeScope scope, Ico ico) {
    Optional<ByteBuffer> png = ico.png();
    if (png.isEmpty()) {
      return SourceHeader.of(new Dimensions(ico.width(), ico.height()), true);
    }
    Raster raster = png(scope, png.get());
    return SourceHeader.of(new Dimensions(raster.width(), raster.height()), raster.alpha());
  }

  /// The picture of a BMP, ICO or PSD file.
  static Raster load(NativeScope scope, ByteBuffer file, MediaType type) {
    try {
      return switch (type) {
        case BMP -> bmp(scope, file);
        case PSD -> psd(scope, Psd.read(file));
        default -> ico(scope, Ico.read(file));
      };
    } catch (BitmapException damaged) {
      throw new VipsException(String.valueOf(damaged.getMessage()));
    }
  }

  /// The animated PNG at `path`; empty for a still, or if fewer than two frames are whole.
  static Optional<Apng> animated(String path) {
    try {
      ByteBuffer file = mapped(path);
      return Optional.of(file)
          .filter(Apng::animated)
          .map(Apng::read)
          .filter(png -> png.frames().size() > 1);
    } catch (BitmapException damaged) {
      return Optional.empty(); // its first picture may be whole
    }
  }

  /// Whether the TIFF file at `path` contains a geographic position.
  static boolean located(String path) {
    return ExifPosition.inExif(mapped(path));
  }

  /// A repaired copy of the file at `path`: a JPEG with its missing end marker, or a JPEG 2000 with
  /// its tile-parts in order. Empty if the decoder can read the file itself.
  static Optional<MemorySegment> repaired(NativeScope scope, MediaType type, String path) {
    return switch (type) {
      case JPEG -> ended(scope, mapped(path));
      case JP2 -> TileParts.ordered(mapped(path)).map(pieces -> joined(scope, pieces));
      default -> Optional.empty();
    };
  }

  private static MemorySegment joined(NativeScope scope, List<ByteBuffer> pieces) {
    MemorySegment file = scope.memory(pieces.stream().mapToLong(ByteBuffer::remaining).sum());
    ByteBuffer out = file.asByteBuffer();
    pieces.forEach(out::put);
    return file;
  }

  private static Optional<MemorySegment> ended(NativeScope scope, ByteBuffer file) {
    return JpegEnd.missingAfter(file)
        .map(end -> {
          MemorySegment jpeg = scope.memory(end + 2L);
          jpeg.asSlice(0, end).copyFrom(MemorySegment.ofBuffer(file.slice(0, end)));
          jpeg.set(ValueLayout.JAVA_BYTE, end, (byte) 0xff);
          jpeg.set(ValueLayout.JAVA_BYTE, end + 1L, (byte) 0xd9);
          return jpeg;
        });
  }

  /// Loads a PNG from memory.
  static Raster png(NativeScope scope, ByteBuffer png) {
    MemorySegment bytes = scope.memory(png.remaining());
    bytes.copyFrom(MemorySegment.ofBuffer(png));
    return scope.operation("pngload_buffer").with("buffer", bytes).with("fail-on", "error").image();
  }

  private static Raster bmp(NativeScope scope, ByteBuffer file) {
    Raster plain = bmp(scope, Bmp.read(file));
    byte[] profile = BmpColor.profile(file);
    return profile.length == 0 ? plain : plain.withProfile(profile);
  }

  private static Raster bmp(NativeScope scope, Bmp bmp) {
    MemorySegment pixels = scope.memory((long) bmp.width() * bmp.height() * bmp.bands());
    bmp.decode(pixels.asByteBuffer());
    return scope.pixels(pixels, bmp.width(), bmp.height(), bmp.bands());
  }

  private static Raster ico(NativeScope scope, Ico ico) {
    Optional<ByteBuffer> png = ico.png();
    if (png.isPresent()) {
      return png(scope, png.get());
    }
    MemorySegment pixels = scope.memory((long) ico.width() * ico.height() * RGBA);
    ico.decode(pixels.asByteBuffer());
    return scope.pixels(pixels, ico.width(), ico.height(), RGBA);
  }

  /// The bytes of the file at `path`.
  static ByteBuffer mapped(String path) {
    try (FileChannel file = FileChannel.open(Path.of(path))) {
      return file.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(file.size(), Integer.MAX_VALUE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
