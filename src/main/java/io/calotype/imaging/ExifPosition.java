package io.calotype.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the geographic position in the metadata of a picture: in EXIF, which has the structure of
/// a TIFF file, and in XMP.
///
/// Sources: Exif 3.0 (CIPA DC-008) section 4.6.7, TIFF 6.0 section 2, BigTIFF; XMP part 2, "Exif
/// schema".
public final class ExifPosition {
  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int GPS_DIRECTORY = 0x8825;
  private static final int TIFF = 42;
  private static final int BIG_TIFF = 43;
  private static final int MAX_ENTRIES = 4_096;

  /// Latitude and longitude of the camera (2, 4) and of the subject (20, 22).
  private static final int[] COORDINATES = {2, 4, 20, 22};

  private ExifPosition() {}

  /// Whether `xmp` names coordinates, as an element or as an attribute.
  public static boolean inXmp(byte[] xmp) {
    String text = new String(xmp, StandardCharsets.ISO_8859_1);
    return text.contains("GPSLatitude") || text.contains("GPSLongitude");
  }

  /// Whether `exif` has coordinates. It is a TIFF structure, after `Exif` and two zeros or not. One
  /// that is broken has none.
  public static boolean inExif(ByteBuffer exif) {
    try {
      ByteBuffer tiff = exif.slice();
      boolean prefixed =
          tiff.remaining() > PREFIX.length
              && tiff.slice(0, PREFIX.length).equals(ByteBuffer.wrap(PREFIX));
      return found(prefixed ? tiff.slice(PREFIX.length, tiff.remaining() - PREFIX.length) : tiff);
    } catch (IndexOutOfBoundsException cutShort) {
      return false;
    }
  }

  private static boolean found(ByteBuffer tiff) {
    short order = tiff.getShort(0);
    if (order != 0x4949 && order != 0x4d4d) {
      return false;
    }
    tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int version = tiff.getShort(2);
    if (version != TIFF && version != BIG_TIFF) {
      return false;
    }
    Directory.Form form = version == BIG_TIFF ? Directory.Form.BIG : Directory.Form.CLASSIC;
    Directory first = new Directory(tiff, form, form.offset(tiff, version == BIG_TIFF ? 8 : 4));
    long gps = first.value(GPS_DIRECTORY);
    return gps > 0 && new Directory(tiff, form, gps).hasAny(COORDINATES);
  }

  /// A list of tags and their values in a TIFF structure.
  ///
  /// @param at where it begins
  private record Directory(ByteBuffer tiff, Form form, long at) {
    private enum Form {
      CLASSIC,
      BIG;

      long offset(ByteBuffer tiff, int at) {
        return this == BIG ? tiff.getLong(at) : Integer.toUnsignedLong(tiff.getInt(at));
      }

      private int countBytes() {
        return this == BIG ? 8 : 2;
      }

      private int entryBytes() {
        return this == BIG ? 20 : 12;
      }

      private int valueAt() {
        return this == BIG ? 12 : 8;
      }
    }

    private int entries() {
      int start = Math.toIntExact(Math.min(at, Integer.MAX_VALUE));
      long count =
          form == Form.BIG ? tiff.getLong(start) : Short.toUnsignedLong(tiff.getShort(start));
      return Math.clamp(count, 0, MAX_ENTRIES);
    }

    private int entry(int index) {
      return Math.toIntExact(
          Math.min(at + form.countBytes() + (long) index * form.entryBytes(), Integer.MAX_VALUE));
    }

    private int tag(int index) {
      return Short.toUnsignedInt(tiff.getShort(entry(index)));
    }

    /// The value of `tag` as an offset; 0 where the directory lacks it.
    long value(int tag) {
      for (int i = 0; i < entries(); i++) {
        if (tag(i) == tag) {
          return form.offset(tiff, entry(i) + form.valueAt());
        }
      }
      return 0;
    }

    boolean hasAny(int[] tags) {
      for (int i = 0; i < entries(); i++) {
        int tag = tag(i);
        if (Arrays.stream(tags).anyMatch(wanted -> wanted == tag)) {
          return true;
        }
      }
      return false;
    }
  }
}
