package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The track that stands for a file with several.
class VideoTracksTest extends FilmFixture {
  private static final String TWO =
      "-f lavfi -i color=red:size=64x48:rate=5:duration=2"
          + " -f lavfi -i testsrc2=size=160x120:rate=5:duration=2 -map 0 -map 1 ";

  @ParameterizedTest
  @CsvSource({
    "made.mp4, 0, default, 160x120",
    "made.mp4, default, 0, 64x48",
    "made.mp4, default, default, 64x48",
    "made.mov, 0, default, 160x120",
    "made.mkv, 0, default, 160x120",
    "made.mkv, 0, 0, 64x48",
    "made.mp4, attached_pic, 0, 160x120",
  })
  void poster_ofSeveralTracks_isOfTheDefaultOne(
      String name, String first, String second, String size) throws Exception {
    String codecs = first.equals("attached_pic") ? "-c:v:0 mjpeg -c:v:1 mpeg4" : "-c:v mpeg4";
    Path video =
        films.make(
            name, TWO + codecs + " -disposition:v:0 " + first + " -disposition:v:1 " + second);

    BufferedImage poster = films.poster(video);

    assertThat(films.examine(video).size().toString()).isEqualTo(size);
    assertThat(poster.getWidth() + "x" + poster.getHeight()).isEqualTo(size);
  }

  @Test
  void poster_firstTrackOfNoKnownCodec_isOfTheOther() throws Exception {
    Path video = films.make("made.mp4", TWO + "-c:v libx264 -pix_fmt yuv420p");
    byte[] bytes = Files.readAllBytes(video);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int sample = text.indexOf("avc1", text.indexOf("stsd"));
    bytes[sample] = 'z';
    bytes[sample + 3] = 'z';
    Files.write(video, bytes);

    assertThat(films.examine(video).size().toString()).isEqualTo("160x120");
  }

  @ParameterizedTest
  @ValueSource(strings = {"made.mp4", "made.m4a", "made.mov"})
  void examine_soundWithACover_isNoVideo(String name) throws Exception {
    Path sound =
        films.make(
            name,
            "-f lavfi -i sine=duration=2 -f lavfi -i color=red:size=64x48:rate=1:duration=1"
                + " -map 0 -map 1 -c:a aac -c:v mjpeg -disposition:v attached_pic");

    assertThatThrownBy(() -> films.examine(sound))
        .hasFieldOrPropertyWithValue("failure", new Failure.AudioOnly());
  }

  @Test
  void examine_soundWithAnAttachment_isNoVideo() throws Exception {
    films.make("cover.jpg", "-f lavfi -i color=red:size=64x48:rate=1:duration=1 -frames:v 1");
    Path sound =
        films.make(
            "made.mkv",
            "-f lavfi -i sine=duration=2 -c:a aac"
                + " -attach FOLDER/cover.jpg -metadata:s:t mimetype=image/jpeg");

    assertThatThrownBy(() -> films.examine(sound))
        .hasFieldOrPropertyWithValue("failure", new Failure.AudioOnly());
  }
}
