package io.calotype.imaging.bitmap.psd;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import io.calotype.imaging.bitmap.SrgbCurve;
import java.util.Arrays;

/// The samples of a merged picture: one channel after the other, rows from top to bottom, plain or
/// packed (PackBits, TIFF 6.0 section 9).
final class PsdPlanes {
  private static final int RAW = 0;
  private static final int PACKED = 1;

  /// Levels of the sRGB curve (IEC 61966-2-1) for linear light, in steps finer than a level.
  private static final byte[] CURVE = curve();

  private final CheckedBytes file;
  private final PsdHeader header;
  private final boolean packed;
  private final long table;
  private final byte[] row;
  private long next;

  /// Refuses a file that does not have `planes` channels from `at` on.
  PsdPlanes(CheckedBytes file, PsdHeader header, long at, int planes) {
    this.file = file;
    this.header = header;
    int compression = file.u16(at);
    if (compression != RAW && compression != PACKED) {
      throw new BitmapException("compression " + compression);
    }
    packed = compression == PACKED;
    table = at + 2;
    long lengths = packed ? (long) header.channels() * header.height() * entryBytes() : 0;
    next = table + lengths;
    row = new byte[header.rowBytes()];
    file.within(next, bytes((long) planes * header.height()));
  }

  private int entryBytes() {
    return header.large() ? 4 : 2;
  }

  private long bytes(long rows) {
    if (!packed) {
      return rows * header.rowBytes();
    }
    file.within(table, rows * entryBytes());
    long sum = 0;
    for (long i = 0; i < rows; i++) {
      sum += packedLength(i);
    }
    return sum;
  }

  private long packedLength(long index) {
    long at = table + index * entryBytes();
    return header.large() ? file.u32(at) : file.u16(at);
  }

  /// Reads the next row. `index` is its number over all rows of all channels.
  void read(long index) {
    if (packed) {
      long length = packedLength(index);
      unpack(next, next + length);
      next += length;
    } else {
      file.copy(next, row);
      next += row.length;
    }
  }

  private void unpack(long from, long end) {
    int filled = 0;
    long at = from;
    while (at < end && filled < row.length) {
      int code = (byte) file.u8(at++);
      if (code >= 0) {
        int count = Math.min(code + 1, row.length - filled);
        file.buffer().get(file.within(at, count), row, filled, count);
        filled += count;
        at += code + 1L;
      } else if (code > -128) {
        int count = Math.min(1 - code, row.length - filled);
        Arrays.fill(row, filled, filled + count, (byte) file.u8(at++));
        filled += count;
      }
    }
    if (filled < row.length) {
      throw new BitmapException("a row of " + filled + " bytes");
    }
  }

  /// The level of a sample in the row, 0 to 255. A sample of 32 bits is linear light, except for
  /// `shares`, which are not light.
  int level(int x, boolean shares) {
    return switch (header.depth()) {
      case 1 -> ((row[x / 8] >> (7 - x % 8)) & 1) == 0 ? 255 : 0;
      case 8 -> row[x] & 0xff;
      case 16 -> ((row[2 * x] & 0xff) * 256 + (row[2 * x + 1] & 0xff) + 128) / 257;
      default -> level(light(4 * x), shares);
    };
  }

  private float light(int at) {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = (bits << 8) | (row[at + i] & 0xff);
    }
    return Float.intBitsToFloat(bits);
  }

  private static int level(float light, boolean shares) {
    float clamped = light > 0 ? Math.min(light, 1) : 0;
    return shares
        ? Math.round(clamped * 255)
        : CURVE[Math.round(clamped * (CURVE.length - 1))] & 0xff;
  }

  private static byte[] curve() {
    byte[] levels = new byte[1 << 14];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.round(255 * SrgbCurve.encoded((double) i / (levels.length - 1)));
    }
    return levels;
  }
}
