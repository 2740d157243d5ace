package io.calotype.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Detects a geographic position in the EXIF (a TIFF structure) or XMP metadata of a picture.
///
/// Sources: Exif 3.0 (CIPA DC-008) section 4.6.7, TIFF 6.0 section 2, BigTIFF; XMP part 2, "Exif
/// schema".
public final class ExifPosition {
  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int GPS_DIRECTORY = 0x8825;
  private static final int TIFF = 42;
  private static final int BIG_TIFF = 43;
  private static final int HEADER = 8;
  private static final int BIG_HEADER = 16;
  private static final int MAX_ENTRIES = 4_096;

  /// Tags of latitude and longitude, of the camera (2, 4) and of the subject (20, 22).
  private static final int[] COORDINATES = {2, 4, 20, 22};

  private ExifPosition() {}

  /// Whether `xmp` contains coordinates, as an element or as an attribute.
  public static boolean inXmp(byte[] xmp) {
    String text = new String(xmp, StandardCharsets.ISO_8859_1);
    return text.contains("GPSLatitude") || text.contains("GPSLongitude");
  }

  /// Whether `exif` contains coordinates. It is a TIFF structure, optionally preceded by `Exif` and
  /// two zero bytes. Of a truncated directory, the entries that are present count.
  public static boolean inExif(ByteBuffer exif) {
    ByteBuffer tiff = exif.slice();
    boolean prefixed =
        tiff.remaining() > PREFIX.length
            && tiff.slice(0, PREFIX.length).equals(ByteBuffer.wrap(PREFIX));
    return found(prefixed ? tiff.slice(PREFIX.length, tiff.remaining() - PREFIX.length) : tiff);
  }

  private static boolean found(ByteBuffer tiff) {
    if (tiff.limit() < HEADER) {
      return false;
    }
    short order = tiff.getShort(0);
    if (order != 0x4949 && order != 0x4d4d) {
      return false;
    }
    tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return switch (tiff.getShort(2)) {
      case TIFF -> found(tiff, Form.CLASSIC);
      case BIG_TIFF -> tiff.limit() >= BIG_HEADER && found(tiff, Form.BIG);
      default -> false;
    };
  }

  private static boolean found(ByteBuffer tiff, Form form) {
    return Directory.at(tiff, form, form.offset(tiff, form.firstAt()))
        .flatMap(first -> first.value(GPS_DIRECTORY))
        .flatMap(gps -> Directory.at(tiff, form, gps))
        .filter(gps -> gps.hasAny(COORDINATES))
        .isPresent();
  }

  /// The two layouts of a TIFF structure.
  private enum Form {
    CLASSIC,
    BIG;

    /// Reads the offset that is stored at `at`; negative if it is 2^63 or more.
    long offset(ByteBuffer tiff, int at) {
      return this == BIG ? tiff.getLong(at) : Integer.toUnsignedLong(tiff.getInt(at));
    }

    /// Reads the number of entries that is stored at `at`; negative if it is 2^63 or more.
    long count(ByteBuffer tiff, int at) {
      return this == BIG ? tiff.getLong(at) : Short.toUnsignedLong(tiff.getShort(at));
    }

    int firstAt() {
      return this == BIG ? 8 : 4;
    }

    int countBytes() {
      return this == BIG ? 8 : 2;
    }

    int entryBytes() {
      return this == BIG ? 20 : 12;
    }

    int valueAt() {
      return this == BIG ? 12 : 8;
    }
  }

  /// A directory of tags and their values in a TIFF structure. All its entries lie inside the
  /// structure.
  ///
  /// @param start the offset of the first entry
  private record Directory(ByteBuffer tiff, Form form, int start, int entries) {
    /// The directory at `offset`; empty if it lies outside `tiff`.
    static Optional<Directory> at(ByteBuffer tiff, Form form, long offset) {
      if (offset < HEADER || offset > tiff.limit() - form.countBytes()) {
        return Optional.empty();
      }
      int start = (int) offset + form.countBytes();
      int most = Math.min(MAX_ENTRIES, (tiff.limit() - start) / form.entryBytes());
      long count = form.count(tiff, (int) offset);
      int entries = count < 0 ? most : (int) Math.min(count, most);
      return Optional.of(new Directory(tiff, form, start, entries));
    }

    private int entry(int index) {
      return start + index * form.entryBytes();
    }

    private int tag(int index) {
      return Short.toUnsignedInt(tiff.getShort(entry(index)));
    }

    /// The value of `tag` as an offset; empty if the directory lacks the tag.
    Optional<Long> value(int tag) {
      return IntStream.range(0, entries)
          .filter(index -> tag(index) == tag)
          .mapToObj(index -> form.offset(tiff, entry(index) + form.valueAt()))
          .findFirst();
    }

    boolean hasAny(int[] tags) {
      return IntStream.range(0, entries)
          .map(this::tag)
          .anyMatch(tag -> Arrays.stream(tags).anyMatch(wanted -> wanted == tag));
    }
  }
}
