package io.calotype.imaging;

import io.calotype.imaging.bitmap.TiffDirectory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Detects a geographic position in the EXIF (a TIFF structure) or XMP metadata of a picture.
///
/// Sources: Exif 3.0 (CIPA DC-008) section 4.6.7, TIFF 6.0 section 2, BigTIFF; XMP part 2, "Exif
/// schema".
public final class ExifPosition {
  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int GPS_DIRECTORY = 0x8825;

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
    return TiffDirectory.read(prefixed ? tiff.position(PREFIX.length) : tiff)
        .flatMap(first -> first.directory(GPS_DIRECTORY))
        .filter(gps -> gps.hasAny(COORDINATES))
        .isPresent();
  }
}
