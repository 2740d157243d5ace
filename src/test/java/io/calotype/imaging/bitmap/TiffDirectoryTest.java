package io.calotype.imaging.bitmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// Directories of both byte orders and both sizes.
class TiffDirectoryTest {
  @Test
  void read_bigEndian_hasItsNumbers() {
    ByteBuffer tiff = ByteBuffer.allocate(100);
    tiff.putShort((short) 0x4d4d).putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 262)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) 8)
        .putShort((short) 0);
    tiff.putShort((short) 318).putShort((short) 5).putInt(2).putInt(60);
    tiff.putInt(60, 1).putInt(64, 4).putInt(68, 3).putInt(72, 4);

    TiffDirectory directory = TiffDirectory.read(tiff.rewind()).orElseThrow();

    assertThat(directory.number(TiffDirectory.PHOTOMETRIC, 1)).isEqualTo(8);
    assertThat(directory.numbers(TiffDirectory.WHITE_POINT)).containsExactly(0.25, 0.75);
    assertThat(directory.numbers(TiffDirectory.EXTRA_SAMPLES)).isEmpty();
  }

  @Test
  void read_bigTiff_hasItsNumbers() {
    ByteBuffer tiff = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    tiff.putShort((short) 0x4949).putShort((short) 43).putInt(8).putLong(16).putLong(1);
    tiff.putShort((short) 258).putShort((short) 3).putLong(3);
    tiff.putShort((short) 8).putShort((short) 8).putShort((short) 8);

    TiffDirectory directory = TiffDirectory.read(tiff.rewind()).orElseThrow();

    assertThat(directory.numbers(TiffDirectory.BITS_PER_SAMPLE)).containsExactly(8, 8, 8);
  }

  @Test
  void read_cutOff_isNothingOrTheRest() {
    ByteBuffer tiff = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
    tiff.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 318).putShort((short) 5).putInt(2).putInt(1_000_000);

    assertThat(TiffDirectory.read(tiff.rewind()).orElseThrow().numbers(318)).isEmpty();
    assertThat(TiffDirectory.read(tiff.slice(0, 9))).isEmpty();
  }
}
