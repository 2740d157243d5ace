package io.calotype.video;

import io.calotype.failure.DiskFull;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A sequence of processes on one video. The video is a link in a folder that exists for the job
/// only; the processes see that folder alone. All of them share one [TimeAllowance].
///
/// Used by one thread.
final class VideoJob implements AutoCloseable {
  /// The file name of the video in the working directory.
  static final String SOURCE = "source";

  private static final String PREFIX = "job-";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final ProcessLauncher launcher;
  private final Path folder;
  private final TimeAllowance allowance;

  private VideoJob(VideoSettings settings) throws IOException {
    this.launcher = new ProcessLauncher(settings);
    this.allowance = new TimeAllowance(settings.timeout());
    Path benches = Files.createDirectories(settings.benches()).toRealPath();
    this.folder = Files.createTempDirectory(benches, PREFIX);
  }

  /// Creates a job on a video.
  static VideoJob on(Path video, VideoSettings settings) {
    try {
      Path real = video.toRealPath();
      VideoJob job = new VideoJob(settings);
      job.place(real);
      return job;
    } catch (IOException e) {
      throw DiskFull.or(e);
    }
  }

  /// Creates a job without a video, for queries about ffmpeg itself.
  static VideoJob onNothing(VideoSettings settings) {
    try {
      return new VideoJob(settings);
    } catch (IOException e) {
      throw DiskFull.or(e);
    }
  }

  /// Deletes the folders of jobs that did not end properly.
  static void clear(VideoSettings settings) {
    if (Files.isDirectory(settings.benches())) {
      try (DirectoryStream<Path> left =
          Files.newDirectoryStream(settings.benches(), PREFIX + "*")) {
        left.forEach(VideoJob::remove);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void place(Path video) throws IOException {
    try {
      Files.createLink(folder.resolve(SOURCE), video);
    } catch (IOException | UnsupportedOperationException e) {
      copy(video);
    }
  }

  private void copy(Path video) throws IOException {
    try {
      Files.copy(video, folder.resolve(SOURCE));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// Returns the output of `command`, if it ended well with at most `maxBytes` of output.
  ///
  /// Errors: those of [#run].
  Optional<byte[]> answer(List<String> command, int maxBytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return run(command, bytes, maxBytes) ? Optional.of(bytes.toByteArray()) : Optional.empty();
  }

  /// Copies the output of `command` to `out`; returns true if it ended well and within its limits.
  ///
  /// Errors: `Unavailable` if no process can be started; `Undecodable` if the job has used up its
  /// processor time; `Overloaded` if the machine is too busy, or another program has killed the
  /// process.
  boolean run(List<String> command, OutputStream out, long maxBytes) {
    return FfmpegProcess.toItsEnd(started(command), out, maxBytes, allowance);
  }

  /// Returns whether less than half of the job's processor time is used: optional work may still
  /// start.
  boolean early() {
    return allowance.early();
  }

  private Process started(List<String> command) {
    try {
      return launcher.start(command, folder);
    } catch (IOException e) {
      EventLog.warn("video.start-failed", "program", command.getFirst(), "cause", e);
      throw new MediaException(new Failure.Unavailable(RETRY_AFTER), e);
    }
  }

  @Override
  public void close() {
    remove(folder);
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(SOURCE));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      EventLog.warn("video.not-removed", "folder", folder, "cause", e);
    }
  }
}
