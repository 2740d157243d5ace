package io.calotype.video;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The search for the ffmpeg of this machine.
///
/// A program that does not answer within its time limit is not absent: the machine may be busy. The
/// search then runs again in the background whenever a video needs ffmpeg. An absent program is not
/// searched again before the next start.
public final class FfmpegSearch {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Supplier<Outcome> look;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Outcome last;

  /// The result of one search.
  sealed interface Outcome {
    /// Both programs answer.
    record Usable(Ffmpeg ffmpeg) implements Outcome {}

    /// A program is missing or cannot run here.
    record Absent() implements Outcome {}

    /// A program did not answer within its time limit, or could not be started now.
    record Unanswered() implements Outcome {}
  }

  /// Runs one search before it returns.
  FfmpegSearch(Supplier<Outcome> look) {
    this.look = look;
    this.last = look.get();
  }

  /// Searches the folders of `path`, which has the format of `PATH`. An empty path has no ffmpeg.
  public static FfmpegSearch in(String path, VideoSettings settings) {
    VideoJob.clear(settings);
    return new FfmpegSearch(() -> Ffmpeg.look(path, settings));
  }

  /// Returns a search without a result.
  public static FfmpegSearch ofNothing() {
    return new FfmpegSearch(Outcome.Absent::new);
  }

  /// Returns the ffmpeg; empty if this machine has none. Does not block.
  ///
  /// Errors: `Unavailable` if it has not answered yet; another search starts.
  public Optional<Ffmpeg> found() {
    return switch (last) {
      case Outcome.Usable(Ffmpeg ffmpeg) -> Optional.of(ffmpeg);
      case Outcome.Absent() -> Optional.empty();
      case Outcome.Unanswered() -> {
        lookAgain();
        throw new MediaException(new Failure.Unavailable(RETRY_AFTER));
      }
    };
  }

  /// Returns whether this machine has no ffmpeg.
  public boolean absent() {
    return last instanceof Outcome.Absent;
  }

  /// The version, `none`, or `does not answer in time`.
  public String summary() {
    return switch (last) {
      case Outcome.Usable(Ffmpeg ffmpeg) -> ffmpeg.version();
      case Outcome.Absent() -> "none";
      case Outcome.Unanswered() -> "does not answer in time";
    };
  }

  private void lookAgain() {
    if (looking.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        try {
          last = look.get();
          EventLog.info("ffmpeg.looked-again", "result", summary());
        } finally {
          looking.set(false);
        }
      });
    }
  }
}
