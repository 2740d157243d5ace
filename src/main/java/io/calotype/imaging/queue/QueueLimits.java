package io.calotype.imaging.queue;

import io.calotype.imaging.Priority;
import java.time.Duration;

/// How many renders may wait, and for how long.
///
/// @param waiting the most that wait of one priority
/// @param interactive how long a viewer waits: `RENDER_WAIT`
/// @param other how long an upload or background work waits
public record QueueLimits(int waiting, Duration interactive, Duration other) {
  private static final int USUAL_WAITING = 128;
  private static final Duration USUAL_OTHER = Duration.ofSeconds(30);

  public QueueLimits {
    if (waiting < 0 || !interactive.isPositive() || other.compareTo(interactive) < 0) {
      throw new IllegalArgumentException("no such limits of a queue");
    }
  }

  /// The usual ones for a viewer's wait of `interactive`. An upload, whose bytes have come already,
  /// waits for 30 seconds at least.
  public static QueueLimits of(Duration interactive) {
    Duration other = interactive.compareTo(USUAL_OTHER) < 0 ? USUAL_OTHER : interactive;
    return new QueueLimits(USUAL_WAITING, interactive, other);
  }

  /// How long a render of that priority waits.
  public Duration patience(Priority priority) {
    return priority == Priority.INTERACTIVE ? interactive : other;
  }
}
