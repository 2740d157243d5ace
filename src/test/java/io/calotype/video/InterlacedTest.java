package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Interlaced video in a still.
class InterlacedTest extends FilmFixture {
  /// A bar that moves by 8 columns from field to field.
  private static final String BAR =
      "-f lavfi -i color=gray:size=320x240:rate=50:duration=3"
          + " -f lavfi -i color=white:size=60x240:rate=50:duration=3"
          + " -filter_complex [0][1]overlay=x='mod(t*400\\,320)'";

  @ParameterizedTest
  @CsvSource({
    "h264.mp4, tff, -c:v libx264 -x264-params tff=1 -flags +ildct+ilme -pix_fmt yuv420p",
    "h264.mp4, bff, -c:v libx264 -x264-params bff=1 -flags +ildct+ilme -pix_fmt yuv420p",
    "h264.mkv, tff, -c:v libx264 -x264-params tff=1 -flags +ildct+ilme -pix_fmt yuv420p",
    "mpeg2.mkv, tff, -c:v mpeg2video -flags +ildct+ilme -pix_fmt yuv420p",
    "mpeg2.mkv, bff, -c:v mpeg2video -flags +ildct+ilme -pix_fmt yuv420p",
    "mpeg4.avi, tff, -c:v mpeg4 -flags +ildct+ilme -pix_fmt yuv420p",
    "mpeg4.avi, bff, -c:v mpeg4 -flags +ildct+ilme -pix_fmt yuv420p",
    "prores.mov, tff, -c:v prores_ks -flags +ildct+ilme -pix_fmt yuv422p10le",
    "mjpeg.mov, tff, -c:v mjpeg -pix_fmt yuvj420p",
    "mjpeg.mov, bff, -c:v mjpeg -pix_fmt yuvj420p",
    "turned.mov, bff, -c:v mjpeg -pix_fmt yuvj420p -metadata:s:v rotate=90",
  })
  void poster_ofInterlacedVideo_hasNoComb(String name, String order, String codec)
      throws Exception {
    Path video =
        films.make(
            name, BAR + ",interlace=scan=" + order + ":lowpass=0,setfield=" + order + " " + codec);

    assertThat(comb(films.poster(video))).isLessThan(0.5);
  }

  /// A pattern of single lines looks like a comb, and is none.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines.mp4 -c:v libx264 -qp 0 -pix_fmt yuv420p",
        "lines.mkv -c:v ffv1 -pix_fmt yuv420p",
        "lines.mkv -c:v ffv1 -pix_fmt yuv422p10le",
        "lines.avi -c:v mpeg4 -q:v 1 -pix_fmt yuv420p",
        "lines.mov -c:v qtrle -pix_fmt rgb24",
      })
  void poster_ofProgressiveLines_keepsThem(String made) throws Exception {
    String[] parts = made.split(" ", 2);
    Path video =
        films.make(
            parts[0],
            "-f lavfi -i color=black:size=64x48:rate=5:duration=2,format=yuv420p,"
                + "geq=lum='255*mod(Y\\,2)':cb=128:cr=128 "
                + parts[1]);

    BufferedImage poster = films.poster(video);

    assertThat(green(poster, 32, 20)).isLessThan(8);
    assertThat(green(poster, 32, 21)).isGreaterThan(247);
  }

  @Test
  void poster_ofTinyInterlacedVideo_isMade() throws Exception {
    Path video =
        films.make(
            "tiny.mkv",
            "-f lavfi -i testsrc2=size=2x2:rate=50:duration=1,setfield=tff"
                + " -c:v ffv1 -pix_fmt yuv444p -flags +ildct");

    assertThat(films.poster(video).getWidth()).isEqualTo(2);
  }

  /// The part of the bar's way between two fields by which two neighbouring lines are apart: 0 in a
  /// progressive picture, 2 in an interlaced one, where both edges of the bar are apart.
  private static double comb(BufferedImage picture) {
    boolean turned = picture.getHeight() > picture.getWidth();
    int length = turned ? picture.getHeight() : picture.getWidth();
    int apart = 0;
    for (int i = 0; i < length; i++) {
      int even = turned ? green(picture, 100, i) : green(picture, i, 100);
      int odd = turned ? green(picture, 101, i) : green(picture, i, 101);
      apart += Math.abs(even - odd) > 30 ? 1 : 0;
    }
    return apart / 8.0; // columns
  }

  private static int green(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) >> 8 & 0xff;
  }
}
