package io.calotype.imaging.vips;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The choice of subsampling determines the bytes of a JPEG.
class PixelInspectionTest {
  private static final int BANDS = 3;
  private static final int SAMPLES = 4 * BANDS;
  private static final int BLOCKS = 20_000;

  @Test
  void fineColours_blocksOfAnyContrast_followTheDefinition() {
    Random random = new Random(1);
    int fine = 0;
    for (int i = 0; i < BLOCKS; i++) {
      byte[] block = block(random);
      boolean expected = range(block, -169, -331, 500) > 64 || range(block, 500, -419, -81) > 64;
      fine += expected ? 1 : 0;

      PixelInspection inspection = new PixelInspection(MemorySegment.ofArray(block), 2, 2, BANDS);

      assertThat(inspection.fineColours()).isEqualTo(expected);
    }
    assertThat(fine).isBetween(BLOCKS / 10, BLOCKS * 9 / 10);
  }

  /// Two by two pixels around a level, with a random contrast.
  private static byte[] block(Random random) {
    int level = random.nextInt(256);
    int contrast = 1 + random.nextInt(255);
    byte[] block = new byte[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      int sample = level + random.nextInt(contrast) - contrast / 2;
      block[i] = (byte) Math.clamp(sample, 0, 255);
    }
    return block;
  }

  /// The range of a colour difference, in levels. The factors are thousandths.
  private static double range(byte[] block, int red, int green, int blue) {
    int[] differences =
        IntStream.range(0, SAMPLES / BANDS)
            .map(pixel -> pixel * BANDS)
            .map(at ->
                red * (block[at] & 0xFF)
                    + green * (block[at + 1] & 0xFF)
                    + blue * (block[at + 2] & 0xFF))
            .toArray();
    int least = IntStream.of(differences).min().orElseThrow();
    int most = IntStream.of(differences).max().orElseThrow();
    return (most - least) / 1000.0;
  }
}
