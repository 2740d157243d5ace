package io.calotype.imaging.bitmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiffStripsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "JPEG with its end marker, 7, 60, ffd81234ffd9, false",
    "JPEG with padding, 7, 60, ffd81234ffd90000, false",
    "JPEG that is cut, 7, 60, ffd81234, true",
    "JPEG of zeros, 7, 60, 0000000000, true",
    "JPEG beyond the end of the file, 7, 4000000000, ffd9, true",
    "strip at no offset, 5, 0, 1234, true",
    "another strip, 5, 60, 1234, false"
  })
  void damaged_strip_isSeen(
      String name, int compression, long offset, String strip, boolean damaged) {
    byte[] data = HexFormat.of().parseHex(strip);
    ByteBuffer tiff = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    tiff.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) 3);
    entry(tiff, 259, compression);
    entry(tiff, 273, offset);
    entry(tiff, 279, data.length);
    tiff.put(60, data);

    TiffDirectory tags = TiffDirectory.read(tiff.rewind()).orElseThrow();

    assertThat(new TiffStrips(tiff.rewind(), tags).damaged()).isEqualTo(damaged);
  }

  private static void entry(ByteBuffer tiff, int tag, long value) {
    tiff.putShort((short) tag).putShort((short) 4).putInt(1).putInt((int) value);
  }
}
