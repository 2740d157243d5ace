package io.calotype.imaging;

import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Reads the size of a rendition from its first bytes. The server trusts no other claim of a
/// renderer about it.
public final class RenditionCheck {
  /// Bytes that suffice to find the size, unless a colour profile precedes it.
  private static final int PREFIX = 4096;

  private static final int MAX_ENVELOPE = 1 << 20;
  private static final long FRAME_HEADER = 64;
  private static final long MAX_BYTES_PER_PIXEL = 8;

  private static final long PNG = 0x89504e470d0a1a0aL;
  private static final int IHDR = 0x49484452;
  private static final int RIFF = 0x52494646;
  private static final int WEBP = 0x57454250;
  private static final int VP8 = 0x56503820;
  private static final int VP8L = 0x5650384c;
  private static final int VP8X = 0x56503858;
  private static final int FTYP = 0x66747970;
  private static final int AVIF = 0x61766966;
  private static final int ISPE = 0x69737065;
  private static final int SIDE_14_BITS = 0x3fff;
  private static final int JPEG_START = 0xffd8;

  private RenditionCheck() {}

  /// Upper bound of the length of a rendition in bytes: four channels of 16 bits per pixel, stored
  /// uncompressed, plus headers and a profile. It bounds the length that a renderer can claim,
  /// because the server reads that many bytes into memory.
  ///
  /// @param frames the number of frames
  public static long longest(Dimensions size, int frames) {
    return MAX_ENVELOPE + frames * (FRAME_HEADER + MAX_BYTES_PER_PIXEL * size.pixels());
  }

  /// Number of leading bytes of such a rendition that suffice to find its size.
  public static int prefix(RenditionSpec spec) {
    return spec.profile() == ColorProfile.SOURCE ? MAX_ENVELOPE : PREFIX;
  }

  /// The size of a picture in `format` that begins with `prefix`; empty if it is not such a
  /// picture.
  public static Optional<Dimensions> size(Format format, byte[] prefix) {
    ByteBuffer bytes = ByteBuffer.wrap(prefix);
    try {
      return switch (format) {
        case PNG -> png(bytes);
        case WEBP -> webp(bytes);
        case JPEG -> jpeg(bytes);
        case AVIF -> avif(bytes);
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException tooShort) {
      return Optional.empty();
    }
  }

  private static Optional<Dimensions> png(ByteBuffer bytes) {
    if (bytes.getLong(0) != PNG || bytes.getInt(12) != IHDR) {
      return Optional.empty();
    }
    return Optional.of(new Dimensions(bytes.getInt(16), bytes.getInt(20)));
  }

  /// Reads a WebP header (RFC 9649).
  private static Optional<Dimensions> webp(ByteBuffer bytes) {
    if (bytes.getInt(0) != RIFF || bytes.getInt(8) != WEBP) {
      return Optional.empty();
    }
    int chunk = bytes.getInt(12);
    ByteBuffer little = bytes.order(ByteOrder.LITTLE_ENDIAN);
    return switch (chunk) {
      case VP8 -> Optional.of(bits(little.getShort(26), little.getShort(28)));
      case VP8L -> Optional.of(bitsLessOne(little.getInt(21)));
      case VP8X -> Optional.of(canvas(little.getInt(24), little.getInt(26) >>> 8));
      default -> Optional.empty();
    };
  }

  private static Dimensions bits(int width, int height) {
    return new Dimensions(width & SIDE_14_BITS, height & SIDE_14_BITS);
  }

  private static Dimensions bitsLessOne(int both) {
    return new Dimensions((both & SIDE_14_BITS) + 1, (both >>> 14 & SIDE_14_BITS) + 1);
  }

  private static Dimensions canvas(int width, int height) {
    return new Dimensions((width & 0xffffff) + 1, (height & 0xffffff) + 1);
  }

  /// Reads JPEG segments up to the first start of frame (ITU-T T.81 annex B).
  private static Optional<Dimensions> jpeg(ByteBuffer bytes) {
    if (Short.toUnsignedInt(bytes.getShort(0)) != JPEG_START) {
      return Optional.empty();
    }
    int at = 2;
    while (!startOfFrame(Short.toUnsignedInt(bytes.getShort(at)))) {
      at += 2 + Short.toUnsignedInt(bytes.getShort(at + 2));
    }
    int height = Short.toUnsignedInt(bytes.getShort(at + 5));
    return Optional.of(new Dimensions(Short.toUnsignedInt(bytes.getShort(at + 7)), height));
  }

  private static boolean startOfFrame(int marker) {
    return marker >= 0xffc0
        && marker <= 0xffcf
        && marker != 0xffc4
        && marker != 0xffc8
        && marker != 0xffcc;
  }

  /// Reads an AVIF header: a file type box first (ISO/IEC 14496-12); the largest `ispe` property
  /// belongs to the picture (ISO/IEC 23008-12).
  private static Optional<Dimensions> avif(ByteBuffer bytes) {
    if (bytes.getInt(4) != FTYP || bytes.getInt(8) != AVIF) {
      return Optional.empty();
    }
    Optional<Dimensions> largest = Optional.empty();
    for (int at = 12; at + 16 <= bytes.limit(); at++) {
      if (bytes.getInt(at) == ISPE) {
        Dimensions size = new Dimensions(bytes.getInt(at + 8), bytes.getInt(at + 12));
        largest =
            largest.filter(known -> known.pixels() >= size.pixels()).or(() -> Optional.of(size));
      }
    }
    return largest;
  }
}
