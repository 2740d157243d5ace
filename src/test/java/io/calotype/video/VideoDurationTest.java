package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How long a video lasts where its container states nothing, or something wrong.
class VideoDurationTest extends FilmFixture {
  private static final String SOURCE =
      "-f lavfi -i testsrc2=size=96x64:rate=25:duration=6 -f lavfi -i sine=duration=6 ";

  /// A muxer that cannot seek back never writes the duration. AVI then claims more than an hour.
  @ParameterizedTest
  @CsvSource({
    "live.webm, -c:v libvpx -deadline realtime -c:a libopus -f webm -",
    "live.mkv, -c:v libx264 -c:a aac -f matroska -",
    "late.mkv, -c:v libx264 -c:a aac -output_ts_offset 400 -live 1 -f matroska -",
    "b-frames.mkv, -c:v mpeg4 -bf 2 -live 1 -f matroska",
    "fragmented.mp4, -c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov -f mp4 -",
    "late.mp4, -c:v libx264 -output_ts_offset 400 -movflags frag_every_frame+empty_moov -f mp4 -",
    "live.avi, -c:v mpeg4 -c:a mp3 -f avi -",
    "packed.avi, -c:v mpeg4 -bf 2 -c:a mp3 -f avi -",
    "silent.avi, -map 0 -c:v mjpeg -q:v 2 -f avi -",
  })
  void examine_mutedDuration_isMeasured(String name, String arguments) throws Exception {
    assertMeasured(films.make(name, SOURCE + arguments));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 40_000, 3_600_000, 0xffff_fffeL})
  void examine_wrongDurationOfAnMp4_isMeasured(long millis) throws Exception {
    Path video = films.make("made.mp4", SOURCE + "-c:v libx264 -c:a aac");
    byte[] bytes = Files.readAllBytes(video);
    int movieHeader = indexOf(bytes, "mvhd");
    ByteBuffer.wrap(bytes).putInt(movieHeader + 20, (int) millis);

    assertMeasured(Files.write(video, bytes));
  }

  /// The element `Duration` of the segment (RFC 9559 section 5.1.2.10), a double in milliseconds.
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 40_000, 3_600_000, 1e15})
  void examine_wrongDurationOfAWebm_isMeasured(double millis) throws Exception {
    Path video = films.make("made.webm", SOURCE + "-c:v libvpx -deadline realtime -c:a libopus");
    byte[] bytes = Files.readAllBytes(video);
    int element = indexOf(bytes, "D\u0089\u0088");
    ByteBuffer.wrap(bytes).putDouble(element + 3, millis);

    assertMeasured(Files.write(video, bytes));
  }

  /// Nothing follows the last frame for most of the time: the claim is right.
  @Test
  void examine_lastFrameThatStays_keepsTheClaim() throws Exception {
    Path video = films.make("slide.mp4", "-f lavfi -i color=red:size=64x48:rate=1/8:duration=8");

    assertThat(films.examine(video).duration()).hasSeconds(8);
  }

  private void assertMeasured(Path video) {
    assertThat(films.examine(video).duration().toMillis()).isBetween(5900L, 6100L);
  }

  private static int indexOf(byte[] bytes, String text) throws IOException {
    byte[] sought = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at <= bytes.length - sought.length; at++) {
      if (Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
        return at;
      }
    }
    throw new IOException("no " + text);
  }
}
