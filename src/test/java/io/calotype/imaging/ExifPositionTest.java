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
