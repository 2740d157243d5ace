package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.SourceHeader;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures whose short side is less than the factor by which a decoder would shrink them.
class ThinPictureTest extends PoolFixture {
  @ParameterizedTest
  @CsvSource({
    "jpg, 1600, 1",
    "jpg, 1, 1600",
    "jpg, 9000, 3",
    "jpg, 7, 9000",
    "webp, 5000, 2",
    "webp, 2, 5000",
    "webp, 16000, 1",
    "webp, 11, 16000",
    "avif, 9000, 1",
    "png, 1, 20000",
    "gif, 9000, 2",
    "bmp, 2, 9000",
    "tif, 9000, 1"
  })
  void render_thin_hasEverySizeAndAPlaceholder(String extension, int width, int height)
      throws IOException {
    Path file = made(extension, width, height);
    for (int side : new int[] {16, 200, 400, 800, 1700}) {
      Collected made = new Collected();

      Picture picture = pool().render(source(file), sampled(side), made);

      assertThat(picture.size()).isEqualTo(new Dimensions(width, height));
      assertThat(picture.placeholder()).isNotNull();
      assertThat(made.all()).hasSize(1);
    }
  }

  /// WebP and AVIF are made by the pool itself.
  private Path made(String extension, int width, int height) throws IOException {
    boolean ours = Stream.of("webp", "avif").anyMatch(extension::equals);
    Path file = Pictures.photo(folder, ours ? "png" : extension, width, height);
    if (!ours) {
      return file;
    }
    Format format = extension.equals("webp") ? Format.WEBP : Format.AVIF;
    Collected made = new Collected();
    render(file, made, format, Math.max(width, height));
    return Files.write(folder.resolve("thin." + extension), made.all().values().iterator().next());
  }

  private static Plan sampled(int side) {
    return new Plan() {
      @Override
      public List<Output> outputs(SourceHeader header) {
        Dimensions size = header.size().inside(side);
        return List.of(Output.of(RenditionSpec.still(size, Format.PNG)));
      }

      @Override
      public boolean placeholder() {
        return true;
      }
    };
  }
}
