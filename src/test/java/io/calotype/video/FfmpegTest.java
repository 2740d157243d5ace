package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.failure.Failure;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.QueueLimits;
import io.calotype.media.geometry.Dimensions;
import io.calotype.sandbox.ConfinementPolicy;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The calls of this machine's ffmpeg, on videos that it has made itself.
class FfmpegTest {
  private static final Urgency VIEWER = Urgency.of(Priority.INTERACTIVE);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private Ffmpeg ffmpeg;

  @BeforeEach
  void find() {
    Optional<Ffmpeg> found = FfmpegSearch.in("/usr/bin:/usr/local/bin", settings()).found();
    assumeTrue(found.isPresent(), "this test needs Debian's ffmpeg");
    ffmpeg = found.get();
  }

  private VideoSettings settings() {
    return new VideoSettings(
        folder.resolve("benches"),
        1,
        Duration.ofSeconds(20),
        1L << 30,
        QueueLimits.of(Duration.ofSeconds(20)),
        new ConfinementPolicy(ConfinementPolicy.Mode.AUTO));
  }

  @Test
  void find_elsewhere_isEmpty() {
    assertThat(FfmpegSearch.in(folder.toString(), settings()).found()).isEmpty();
    assertThat(FfmpegSearch.in("", settings()).found()).isEmpty();
    assertThat(ffmpeg.version()).matches("\\S+");
  }

  /// A clip of two frames, one of a single frame, and one that is black for its first second.
  @ParameterizedTest
  @CsvSource({
    "testsrc2=size=160x120:rate=12:duration=0.17, 160x120",
    "testsrc2=size=160x120:rate=1:duration=1, 160x120",
    "testsrc2=size=322x182:rate=25:duration=3, 322x182"
  })
  void poster_ofAnyLength_isAFrame(String source, String size) throws Exception {
    Path video = made(source, "-c:v", "libx264", "-pix_fmt", "yuv420p");

    VideoFacts facts = ffmpeg.examine(VIEWER, video, Container.MP4);
    BufferedImage poster = poster(video, facts);

    assertThat(facts.size().toString()).isEqualTo(size);
    assertThat(facts.videoCodec()).isEqualTo("h264");
    assertThat(facts.audioCodec()).isNull();
    assertThat(poster.getWidth() + "x" + poster.getHeight()).isEqualTo(size);
    assertThat(colours(poster)).isGreaterThan(100);
    assertThat(benches()).isEmpty();
  }

  @Test
  void poster_blackAtTheBeginning_isALaterFrame() throws Exception {
    Path video =
        made(
            "testsrc2=size=160x120:rate=10:duration=3,"
                + "drawbox=t=fill:color=black:enable='lt(t,1.5)'",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p");

    assertThat(colours(poster(video, ffmpeg.examine(VIEWER, video, Container.MP4))))
        .isGreaterThan(100);
  }

  /// The left half is red and the right one blue, as it is stored.
  @ParameterizedTest
  @CsvSource({"90, 120, 160", "180, 160, 120", "270, 120, 160"})
  void poster_turned_isUpright(int degrees, int width, int height) throws Exception {
    Path plain =
        made(
            "color=c=red:size=160x120:rate=5:duration=1,drawbox=x=80:t=fill:color=blue",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p");
    Path turned = folder.resolve("turned.mp4");
    ffmpeg(
        "-i",
        plain.toString(),
        "-c",
        "copy",
        "-metadata:s:v",
        "rotate=" + degrees,
        turned.toString());

    VideoFacts facts = ffmpeg.examine(VIEWER, turned, Container.MP4);
    BufferedImage poster = poster(turned, facts);

    assertThat(facts.size()).isEqualTo(new Dimensions(width, height));
    assertThat(poster.getWidth()).isEqualTo(width);
    int[] red =
        switch (degrees) {
          case 90 -> new int[] {width / 2, height - 10};
          case 180 -> new int[] {width - 10, height / 2};
          default -> new int[] {width / 2, 10};
        };
    boolean red90 = (poster.getRGB(red[0], red[1]) >> 16 & 0xff) > 200;
    int[] other = {width - 1 - red[0], height - 1 - red[1]};
    boolean redOther = (poster.getRGB(other[0], other[1]) >> 16 & 0xff) > 200;
    assertThat(red90).isNotEqualTo(redOther);
  }

  @Test
  void poster_withAlpha_keepsIt() throws Exception {
    Path video = folder.resolve("clear.webm");
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=c=red@0:size=64x48:rate=5:duration=1,format=yuva420p,"
            + "drawbox=w=32:t=fill:color=lime@1:replace=1",
        "-c:v",
        "libvpx-vp9",
        "-pix_fmt",
        "yuva420p",
        video.toString());

    VideoFacts facts = ffmpeg.examine(VIEWER, video, Container.MATROSKA);
    BufferedImage poster = poster(video, facts);

    assertThat(facts.alpha()).isTrue();
    assertThat(poster.getRGB(8, 24) >>> 24).isGreaterThan(240);
    assertThat(poster.getRGB(56, 24) >>> 24).isLessThan(16);
  }

  @Test
  void preview_twice_isTheSame() throws Exception {
    Path video = made("testsrc2=size=640x360:rate=25:duration=5", "-c:v", "mpeg4");
    VideoFacts facts = ffmpeg.examine(VIEWER, video, Container.MP4);

    byte[] first = ffmpeg.preview(VIEWER, video, Container.MP4, facts);

    assertThat(first).isEqualTo(ffmpeg.preview(VIEWER, video, Container.MP4, facts));
    assertThat(new String(first, 0, 16, StandardCharsets.ISO_8859_1))
        .matches("(?s)RIFF....WEBPVP8X");
    assertThat(new String(first, StandardCharsets.ISO_8859_1)).contains("ANIM");
    assertThat(first.length).isLessThan(4 << 20);
  }

  /// A fallback to the plain conversion would make the bytes depend on the moment.
  @Test
  void preview_toneMappingIsKilledFromOutside_isNotMadeWithoutIt() throws Exception {
    assumeTrue(ffmpeg.has(Capability.FILTER, "zscale"), "this test needs an ffmpeg with zscale");
    Path video =
        made(
            "testsrc2=size=160x120:rate=12:duration=1",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-color_primaries",
            "bt2020",
            "-color_trc",
            "smpte2084",
            "-colorspace",
            "bt2020nc");
    Ffmpeg disturbed = disturbed("*tonemap*) kill -KILL $$ ;;");
    VideoFacts facts = disturbed.examine(VIEWER, video, Container.MP4);

    assertThat(ffmpeg.preview(VIEWER, video, Container.MP4, facts)).isNotEmpty();
    assertThatThrownBy(() -> disturbed.preview(VIEWER, video, Container.MP4, facts))
        .extracting("failure")
        .isInstanceOf(Failure.Overloaded.class);
  }

  /// Each start of ffprobe costs more than it reads.
  @Test
  void poster_examinedVideo_isNotProbedAgain() throws Exception {
    Path video = made("testsrc2=size=160x120:rate=12:duration=1", "-c:v", "libx264");
    File probes = Files.createDirectories(folder.resolve("probes")).toFile();
    Ffmpeg counted = disturbed("*-show_entries*) : > " + probes + "/$$ ;;"); // no process may write
    VideoFacts facts = counted.examine(VIEWER, video, Container.MP4);
    String[] before = probes.list();

    counted.poster(VIEWER, video, Container.MP4, facts, folder.resolve("poster.png"));
    assertThat(counted.preview(VIEWER, video, Container.MP4, facts)).isNotEmpty();

    assertThat(probes.list()).containsExactlyInAnyOrder(before).isNotEmpty();
  }

  /// An empty list of filters would be remembered, and change every later preview.
  @Test
  void has_listUnavailable_isReadAgain() throws Exception {
    Path marker = folder.resolve("marker");
    Ffmpeg disturbed = disturbed("*-filters*) test -e " + marker + " || exit 1 ;;");

    assertThatThrownBy(() -> disturbed.has(Capability.FILTER, "scale"))
        .extracting("failure")
        .isInstanceOf(Failure.Unavailable.class);
    Files.createFile(marker);
    assertThat(disturbed.has(Capability.FILTER, "scale")).isTrue();
  }

  /// An ffmpeg that looks at its arguments first, by branches of a `case` of the shell.
  private Ffmpeg disturbed(String branches) throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    for (String name : List.of("ffmpeg", "ffprobe")) {
      Path script = programs.resolve(name);
      String text =
          "#!/bin/sh\ncase \"$*\" in " + branches + " esac\nexec /usr/bin/" + name + " \"$@\"\n";
      Files.writeString(script, text);
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    VideoSettings usual = settings();
    VideoSettings unconfined =
        new VideoSettings(
            usual.benches(),
            1,
            usual.timeout(),
            usual.memoryBytes(),
            usual.limits(),
            new ConfinementPolicy(ConfinementPolicy.Mode.OFF));
    return FfmpegSearch.in(programs.toString(), unconfined).found().orElseThrow();
  }

  @Test
  void examine_soundAlone_saysSo() throws Exception {
    Path sound = folder.resolve("sound.mp4");
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", sound.toString());

    assertThatThrownBy(() -> ffmpeg.examine(VIEWER, sound, Container.MP4))
        .hasFieldOrPropertyWithValue("failure", new Failure.AudioOnly());
  }

  @ParameterizedTest
  @CsvSource({"MP4", "MATROSKA", "AVI"})
  void examine_anythingElse_isUndecodable(Container container) throws IOException {
    Path noise = Files.write(folder.resolve("noise"), new byte[5000]);

    assertThatThrownBy(() -> ffmpeg.examine(VIEWER, noise, container))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
  }

  /// A container is opened as that, and as no other: a script under the name of a video is none.
  @Test
  void examine_playlist_opensNothing() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout(1);
      String url = "http://127.0.0.1:" + listener.getLocalPort() + "/x.mp4";
      for (String text :
          List.of(
              "#EXTM3U\n#EXTINF:1,\n" + url + "\n",
              "ffconcat version 1.0\nfile " + url + "\n",
              "<?xml version=\"1.0\"?><MPD><BaseURL>" + url + "</BaseURL></MPD>")) {
        Path script = Files.writeString(folder.resolve("script.mp4"), text);
        for (Container container : Container.values()) {
          assertThatThrownBy(() -> ffmpeg.examine(VIEWER, script, container))
              .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
        }
      }
      assertThatThrownBy(listener::accept).isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  /// Operations that a file could make ffmpeg do: read another file, write one, connect.
  @Test
  void confined_moreRights_areRefused() throws IOException {
    assumeTrue(
        settings().confinement().confinement().isPresent(),
        "this test needs a kernel with Landlock");
    Path secret = Files.writeString(folder.resolve("secret.txt"), "a secret");
    Path target = folder.resolve("benches/written.txt");
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout(1);
      String url = "tcp://127.0.0.1:" + listener.getLocalPort();

      assertThat(
              said(
                  "-f",
                  "data",
                  "-i",
                  secret.toString(),
                  "-map",
                  "0",
                  "-c",
                  "copy",
                  "-f",
                  "data",
                  "pipe:1"))
          .doesNotContain("a secret");
      said("-f", "lavfi", "-i", "sine=duration=0.1", "-f", "wav", target.toString());
      said("-f", "data", "-i", url, "-f", "data", "pipe:1");

      assertThat(target)
          .satisfiesAnyOf(
              path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyFile());
      assertThatThrownBy(listener::accept).isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  private String said(String... arguments) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(List.of(arguments));
    try (VideoJob job = VideoJob.onNothing(settings())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      job.run(command, out, 10_000);
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private BufferedImage poster(Path video, VideoFacts facts) throws IOException {
    Path target = folder.resolve("poster.png");
    Container container = video.toString().endsWith("webm") ? Container.MATROSKA : Container.MP4;
    ffmpeg.poster(VIEWER, video, container, facts, target);
    return ImageIO.read(target.toFile());
  }

  private List<Path> benches() throws IOException {
    try (var all = Files.list(folder.resolve("benches"))) {
      return all.toList();
    }
  }

  private static long colours(BufferedImage picture) {
    return java.util.stream.IntStream.range(0, picture.getWidth() * picture.getHeight())
        .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
        .distinct()
        .count();
  }

  private Path made(String source, String... codec) throws Exception {
    Path file = folder.resolve("made.mp4");
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
    arguments.addAll(List.of(codec));
    arguments.add(file.toString());
    ffmpeg(arguments.toArray(String[]::new));
    return file;
  }

  private static void ffmpeg(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
