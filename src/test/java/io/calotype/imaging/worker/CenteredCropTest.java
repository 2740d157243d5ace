package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.calotype.imaging.Output;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Encoding;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.RenditionSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `cover` of pictures that are symmetric around their middle.
class CenteredCropTest extends PoolFixture {
  @ParameterizedTest
  @CsvSource({
    "301, 200, 100, 100, CENTER",
    "303, 200, 100, 100, NORTH",
    "1203, 801, 400, 400, CENTER",
    "1201, 600, 301, 200, SOUTH",
    "640, 427, 99, 100, CENTER",
    "200, 301, 100, 100, CENTER",
    "200, 303, 100, 101, EAST",
    "427, 640, 100, 99, WEST"
  })
  void render_cover_keepsTheMiddle(int width, int height, int across, int down, Gravity gravity)
      throws IOException {
    boolean wide = (double) width / height > (double) across / down;
    Path file = ramp(width, height, wide);
    RenditionSpec spec =
        new RenditionSpec(
            new Dimensions(across, down),
            new Encoding.Png(),
            new Framing.Cropped(gravity),
            Color.WHITE,
            Frames.FIRST,
            ColorProfile.SRGB);
    Collected made = new Collected();

    pool().render(source(file), header -> List.of(Output.of(spec)), made);

    BufferedImage picture = made.pixels(spec);
    int first = picture.getRGB(0, 0) & 0xff;
    int last = picture.getRGB(wide ? across - 1 : 0, wide ? 0 : down - 1) & 0xff;
    assertThat(first + last).isCloseTo(255, within(1));
    assertThat(first).isGreaterThan(10);
  }

  /// From black to white, across or down.
  private Path ramp(int width, int height, boolean wide) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int length = (wide ? width : height) - 1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0x10101 * Math.round(255f * (wide ? x : y) / length));
      }
    }
    Path file = folder.resolve("ramp.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
