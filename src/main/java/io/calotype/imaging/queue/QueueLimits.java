package io.calotype.imaging.queue;

import io.calotype.imaging.Priority;
import java.time.Duration;

/// Limits on the number of waiting renders and their wait.
///
/// @param waiting the most waiting renders of one priority
/// @param interactive the longest wait of an interactive render: `RENDER_WAIT`
/// @param other the longest wait of an upload or background work
public record QueueLimits(int waiting, Duration interactive, Duration other) {
  private static final int USUAL_WAITING = 128;
  private static final Duration USUAL_OTHER = Duration.ofSeconds(30);

  public QueueLimits {
    if (waiting < 0 || !interactive.isPositive() || other.compareTo(interactive) < 0) {
      throw new IllegalArgumentException("no such limits of a queue");
    }
  }

  /// The default limits for an interactive wait of `interactive`. An upload, whose bytes have
  /// arrived already, waits for at least 30 seconds.
  public static QueueLimits of(Duration interactive) {
    Duration other = interactive.compareTo(USUAL_OTHER) < 0 ? USUAL_OTHER : interactive;
    return new QueueLimits(USUAL_WAITING, interactive, other);
  }

  /// The longest wait of a render of that priority.
  public Duration patience(Priority priority) {
    return priority == Priority.INTERACTIVE ? interactive : other;
  }
}
