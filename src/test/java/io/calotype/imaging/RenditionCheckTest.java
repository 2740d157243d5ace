package io.calotype.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.imaging.worker.Pictures;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The format and size in the first bytes of a picture.
class RenditionCheckTest {
  @Test
  void size_png_isThatOfTheHeader(@TempDir Path folder) throws IOException {
    byte[] png = Files.readAllBytes(Pictures.photo(folder, "png", 123, 45));

    assertThat(RenditionCheck.size(Format.PNG, png)).contains(new Dimensions(123, 45));
    assertThat(RenditionCheck.size(Format.JPEG, png)).isEmpty();
    assertThat(RenditionCheck.size(Format.WEBP, png)).isEmpty();
  }

  @Test
  void size_jpeg_isThatOfTheFrame(@TempDir Path folder) throws IOException {
    byte[] jpeg = Files.readAllBytes(Pictures.photo(folder, "jpg", 123, 45));

    assertThat(RenditionCheck.size(Format.JPEG, jpeg)).contains(new Dimensions(123, 45));
    assertThat(RenditionCheck.size(Format.PNG, jpeg)).isEmpty();
  }

  @Test
  void size_webp_isThatOfTheFirstChunk() {
    String riff = "5249464600000000" + "57454250";
    String lossy = riff + "56503820" + "00000000" + "000000" + "9d012a" + "7b002d00";
    String lossless = riff + "5650384c" + "00000000" + "2f" + "7a000b00";
    String extended = riff + "56503858" + "0a000000" + "10000000" + "7a0000" + "2c0000";

    for (String webp : new String[] {lossy, lossless, extended}) {
      assertThat(RenditionCheck.size(Format.WEBP, HexFormat.of().parseHex(webp)))
          .contains(new Dimensions(123, 45));
    }
  }

  @Test
  void size_cutAnywhere_doesNotThrow(@TempDir Path folder) throws IOException {
    byte[] jpeg = Files.readAllBytes(Pictures.photo(folder, "jpg", 123, 45));
    for (int length = 0; length < 150; length++) {
      assertThat(RenditionCheck.size(Format.JPEG, Arrays.copyOf(jpeg, length))).isEmpty();
    }
  }
}
