package io.calotype.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExifPositionTest {
  private static final int[] ORIENTATION = {0x112};

  @Test
  void inExif_coordinates_areFoundInBothByteOrdersWithOrWithoutThePrefix() {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] exif = Exifs.tiff(order, ORIENTATION, 0, 1, 2, 3, 4);
      byte[] prefixed =
          ByteBuffer.allocate(exif.length + 6)
              .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))
              .put(exif)
              .array();

      assertThat(found(exif)).isTrue();
      assertThat(found(prefixed)).isTrue();
    }
  }

  @Test
  void inExif_noCoordinates_isFalse() {
    assertThat(found(Exifs.tiff(ByteOrder.BIG_ENDIAN, ORIENTATION))).isFalse();
    assertThat(found(Exifs.tiff(ByteOrder.BIG_ENDIAN, ORIENTATION, 0, 7, 29))).isFalse();
    assertThat(found(new byte[0])).isFalse();
    assertThat(found("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))).isFalse();
  }

  @Test
  void inExif_cutShortOrRandom_throwsNothing() {
    byte[] exif = Exifs.tiff(ByteOrder.LITTLE_ENDIAN, ORIENTATION, 2, 4);
    for (int length = 0; length < exif.length; length++) {
      found(Arrays.copyOf(exif, length));
    }
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] changed = exif.clone();
      changed[2 + random.nextInt(changed.length - 2)] = (byte) random.nextInt();
      assertThat(found(changed)).isIn(true, false);
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 15, 16, 1 << 20, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, Long.MAX_VALUE})
  void inExif_anyOffsetOfBigTiff_throwsNothing(long offset) {
    for (long signed : new long[] {offset, -offset, ~offset, Long.MIN_VALUE + offset}) {
      ByteBuffer first = ByteBuffer.wrap(bigTiff(2)).putLong(8, signed);
      ByteBuffer gps = ByteBuffer.wrap(bigTiff(2)).putLong(16 + 8 + 12, signed);
      ByteBuffer count = ByteBuffer.wrap(bigTiff(2)).putLong(16, signed);

      assertThat(found(first.array())).isEqualTo(signed == 16);
      assertThat(found(gps.array())).isFalse();
      assertThat(found(count.array())).isEqualTo(signed != 0);
    }
  }

  @Test
  void inExif_bigTiff_isRead() {
    assertThat(found(bigTiff(2))).isTrue();
    assertThat(found(bigTiff(7))).isFalse();
  }

  @Test
  void inExif_anyOffsetOfTiff_throwsNothing() {
    for (int offset : new int[] {0, 7, 9, 60, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      byte[] exif = Exifs.tiff(ByteOrder.BIG_ENDIAN, ORIENTATION, 2, 4);
      ByteBuffer.wrap(exif).putInt(4, offset);
      assertThat(found(exif)).isFalse();
    }
  }

  /// A directory at 16 whose entry names a GPS directory at 44, which has the entry `tag`.
  private static byte[] bigTiff(int tag) {
    ByteBuffer out = ByteBuffer.allocate(80);
    out.put((byte) 'M')
        .put((byte) 'M')
        .putShort((short) 43)
        .putShort((short) 8)
        .putShort((short) 0);
    out.putLong(16).putLong(1);
    out.putShort((short) 0x8825).putShort((short) 16).putLong(1).putLong(44);
    out.putLong(1).putShort((short) tag).putShort((short) 5).putLong(3).putLong(0);
    return out.array();
  }

  @ParameterizedTest
  @CsvSource({
    "'<rdf:Description exif:GPSLatitude=\"52,31.2N\"/>', true",
    "'<exif:GPSLongitude>13,24.3E</exif:GPSLongitude>', true",
    "'<exif:GPSVersionID>2.2.0.0</exif:GPSVersionID>', false",
    "'', false",
  })
  void inXmp_coordinates_areFound(String xmp, boolean found) {
    assertThat(ExifPosition.inXmp(xmp.getBytes(StandardCharsets.UTF_8))).isEqualTo(found);
  }

  private static boolean found(byte[] exif) {
    return ExifPosition.inExif(ByteBuffer.wrap(exif));
  }
}
