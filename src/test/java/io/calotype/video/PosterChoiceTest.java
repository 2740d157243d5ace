package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The frame that stands for a video, wherever the video shows something.
class PosterChoiceTest extends FilmFixture {
  /// The length of the video in seconds, and where it is not black.
  @ParameterizedTest
  @CsvSource({
    "0.4, 0, 0.1",
    "1, 0.8, 1",
    "3, 2.5, 3",
    "6, 0, 0.8",
    "12, 8.5, 9.5",
    "60, 12, 60",
    "60, 50, 55",
  })
  void poster_blackInParts_isOfAnother(double length, double from, double to) throws Exception {
    Path video = films.make("made.mp4", black(length, from, to) + " -pix_fmt yuv420p");

    assertThat(contrast(films.poster(video))).isGreaterThan(40);
  }

  /// A live recording has no index, and one key frame in some seconds.
  @ParameterizedTest
  @CsvSource({"1, 0, 0.3", "12, 9, 10"})
  void poster_liveAndBlackInParts_isOfAnother(double length, double from, double to)
      throws Exception {
    Path video =
        films.make(
            "made.webm",
            black(length, from, to) + " -c:v libvpx -deadline realtime -cpu-used 8 -f webm -");

    assertThat(contrast(films.poster(video))).isGreaterThan(40);
  }

  private static String black(double length, double from, double to) {
    return "-f lavfi -i testsrc2=size=96x64:rate=10:duration="
        + length
        + ",drawbox=t=fill:color=black:enable='not(between(t\\,"
        + from
        + "\\,"
        + to
        + "))'";
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 20})
  void poster_fadingIn_isBright(int seconds) throws Exception {
    Path video =
        films.make(
            "made.mp4",
            "-f lavfi -i testsrc2=size=96x64:rate=10:duration=30,fade=t=in:d="
                + seconds
                + " -pix_fmt yuv420p");

    assertThat(contrast(films.poster(video))).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({"12, 3", "60, 15"})
  void preview_blackAtTheBeginning_beginsLater(int length, int from) throws Exception {
    Path black =
        films.make("black.mp4", "-f lavfi -i color=black:size=96x64:rate=10:duration=5 -c:v mpeg4");
    Path video =
        films.make(
            "made.mp4",
            "-f lavfi -i testsrc2=size=96x64:rate=10:duration="
                + length
                + ",drawbox=t=fill:color=black:enable='lt(t\\,"
                + from
                + ")' -c:v mpeg4");

    assertThat(films.preview(video).length).isGreaterThan(10 * films.preview(black).length);
  }

  private static double contrast(BufferedImage picture) {
    double[] green =
        IntStream.range(0, picture.getWidth() * picture.getHeight())
            .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) >> 8 & 0xff)
            .asDoubleStream()
            .toArray();
    double mean = java.util.Arrays.stream(green).average().orElseThrow();
    return Math.sqrt(
        java.util.Arrays.stream(green).map(g -> (g - mean) * (g - mean)).average().orElseThrow());
  }
}
