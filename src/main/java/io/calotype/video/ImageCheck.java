package io.calotype.video;

import io.calotype.media.geometry.Dimensions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Checks that ffmpeg's output has the requested form: a hostile video may have taken over the
/// decoder.
final class ImageCheck {
  private static final int PNG_HEAD = 26;
  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int IHDR = 0x49484452;
  private static final int IHDR_BYTES = 13;
  private static final long IEND = 0x49454e44ae426082L;
  private static final int RGB = 2;
  private static final int RGBA = 6;

  private static final int RIFF = 0x52494646;
  private static final int WEBP = 0x57454250;
  private static final int WEBP_HEAD = 12;

  private ImageCheck() {}

  /// Returns whether `file` is a whole PNG of that size, with 8 bits, RGB or RGBA (PNG, 5.3 and
  /// 11.2.2).
  static boolean png(Path file, Dimensions size) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer head = ByteBuffer.allocate(PNG_HEAD);
      ByteBuffer tail = ByteBuffer.allocate(Long.BYTES);
      return channel.size() > PNG_HEAD
          && channel.read(head, 0) == PNG_HEAD
          && channel.read(tail, channel.size() - Long.BYTES) == Long.BYTES
          && pngHead(head.flip(), size)
          && tail.flip().getLong() == IEND;
    }
  }

  private static boolean pngHead(ByteBuffer head, Dimensions size) {
    boolean starts =
        head.getLong() == PNG_SIGNATURE && head.getInt() == IHDR_BYTES && head.getInt() == IHDR;
    boolean fits = head.getInt() == size.width() && head.getInt() == size.height();
    boolean eight = head.get() == Byte.SIZE;
    byte colour = head.get();
    return starts && fits && eight && (colour == RGB || colour == RGBA);
  }

  /// Returns whether `bytes` has the length that its WebP header states (RFC 9649 section 2.4).
  static boolean webp(byte[] bytes) {
    if (bytes.length < WEBP_HEAD) {
      return false;
    }
    ByteBuffer head = ByteBuffer.wrap(bytes);
    boolean riff = head.getInt(0) == RIFF && head.getInt(2 * Integer.BYTES) == WEBP;
    int length = head.order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES);
    return riff && length == bytes.length - 2 * Integer.BYTES;
  }
}
