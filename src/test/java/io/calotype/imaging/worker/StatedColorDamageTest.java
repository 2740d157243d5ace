package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.imaging.color.BmpColor;
import io.calotype.imaging.color.HeifColor;
import io.calotype.imaging.color.StatedColor;
import io.calotype.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Files that are cut off or changed anywhere: they may state anything, and throw nothing.
class StatedColorDamageTest {
  private static final int CHANGES = 2000;

  @Test
  void of_damaged_throwsNothing() throws IOException {
    Random random = new Random(7);
    for (Map.Entry<MediaType, byte[]> file : files().entrySet()) {
      byte[] whole = file.getValue();
      for (int length = 0; length < Math.min(whole.length, 1000); length++) {
        read(file.getKey(), Arrays.copyOf(whole, length));
      }
      for (int i = 0; i < CHANGES; i++) {
        byte[] changed = whole.clone();
        for (int k = 0; k < 4; k++) {
          changed[random.nextInt(Math.min(whole.length, 900))] = (byte) random.nextInt();
        }
        read(file.getKey(), changed);
      }
    }
  }

  private static Map<MediaType, byte[]> files() throws IOException {
    byte[] avif;
    try (InputStream in = StatedColorDamageTest.class.getResourceAsStream("alpha-limited.avif")) {
      avif = Objects.requireNonNull(in).readAllBytes();
    }
    byte[] gamma = ChartFile.hundredThousandths(1);
    return Map.of(
        MediaType.AVIF,
        avif,
        MediaType.PNG,
        ChartFile.png(rgb -> rgb, "gAMA", gamma, "cICP", new byte[] {9, 16, 0, 1}),
        MediaType.BMP,
        ChartFile.bmp(rgb -> rgb, 0x4d424544, new double[12], new byte[300]),
        MediaType.TIFF,
        ChartFile.tiff(
            ByteBuffer.allocate(12),
            new ChartFile.Field(262, 3, 2),
            new ChartFile.Field(319, 5, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)));
  }

  private static void read(MediaType type, byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    assertThat(StatedColor.of(type, bytes, new byte[0])).isNotNull();
    assertThat(BmpColor.profile(bytes)).isNotNull();
    assertThat(HeifColor.of(bytes)).isNotNull();
  }
}
