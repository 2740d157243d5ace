package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.QueueLimits;
import io.calotype.sandbox.ConfinementPolicy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/// Videos that this machine's ffmpeg makes, and the server's own ffmpeg to read them.
final class Films {
  private final Path folder;
  private static final Urgency VIEWER = Urgency.of(Priority.INTERACTIVE);

  private final Ffmpeg ffmpeg;

  private Films(Path folder, Ffmpeg ffmpeg) {
    this.folder = folder;
    this.ffmpeg = ffmpeg;
  }

  /// Films in `folder`; skips the test where there is no ffmpeg.
  static Films in(Path folder) {
    VideoSettings settings =
        new VideoSettings(
            folder.resolve("benches"),
            1,
            Duration.ofMinutes(2),
            1L << 30,
            QueueLimits.of(Duration.ofMinutes(2)),
            new ConfinementPolicy(ConfinementPolicy.Mode.AUTO));
    Optional<Ffmpeg> found = FfmpegSearch.in("/usr/bin:/usr/local/bin", settings).found();
    assumeTrue(found.isPresent(), "this test needs Debian's ffmpeg");
    return new Films(folder, found.get());
  }

  /// Runs ffmpeg with arguments that blanks separate. `FOLDER` stands for the folder; a final `>
  /// NAME` sends the standard output to that file, which ffmpeg then cannot seek in.
  Path make(String name, String arguments) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-nostdin"));
    command.addAll(List.of(arguments.replace("FOLDER", folder.toString()).split(" ")));
    boolean piped = command.getLast().equals("-");
    if (!piped) {
      command.add(file.toString());
    }
    ProcessBuilder process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (piped) {
      process.redirectOutput(file.toFile());
    }
    assertThat(process.start().waitFor()).isZero();
    return file;
  }

  VideoFacts examine(Path video) {
    return ffmpeg.examine(VIEWER, video, container(video));
  }

  BufferedImage poster(Path video) throws IOException {
    Path target = Files.createTempDirectory(folder, "poster").resolve("poster.png");
    ffmpeg.poster(VIEWER, video, container(video), examine(video), target);
    return ImageIO.read(target.toFile());
  }

  byte[] preview(Path video) {
    return ffmpeg.preview(VIEWER, video, container(video), examine(video));
  }

  private static Container container(Path video) {
    String name = video.toString();
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "webm", "mkv" -> Container.MATROSKA;
      case "avi" -> Container.AVI;
      default -> Container.MP4;
    };
  }
}
