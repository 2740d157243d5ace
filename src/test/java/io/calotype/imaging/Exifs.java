package io.calotype.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes EXIF structures for tests.
public final class Exifs {
  private Exifs() {}

  /// A TIFF structure whose first directory has `tags` and, where `gps` is not empty, a GPS
  /// directory with those tags.
  public static byte[] tiff(ByteOrder order, int[] tags, int... gps) {
    int entries = tags.length + (gps.length > 0 ? 1 : 0);
    int gpsAt = 8 + 2 + 12 * entries + 4;
    ByteBuffer out = ByteBuffer.allocate(gpsAt + 2 + 12 * gps.length + 4).order(order);
    out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'));
    out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'));
    out.putShort((short) 42).putInt(8).putShort((short) entries);
    for (int tag : tags) {
      entry(out, tag, 1);
    }
    if (gps.length > 0) {
      entry(out, 0x8825, gpsAt);
    }
    out.putInt(0).putShort((short) gps.length);
    for (int tag : gps) {
      entry(out, tag, 0);
    }
    return out.array();
  }

  /// An entry with one LONG.
  private static void entry(ByteBuffer out, int tag, int value) {
    out.putShort((short) tag).putShort((short) 4).putInt(1).putInt(value);
  }
}
