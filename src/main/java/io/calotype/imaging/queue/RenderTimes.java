package io.calotype.imaging.queue;

import io.calotype.imaging.CostClass;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The recent cost of each class of renders, as moving averages. A class without a measurement is
/// guessed, corrected by the recent error of all guesses.
///
/// Threads: not safe; [Backlog] guards it.
final class RenderTimes {
  private static final double WEIGHT = 0.25;

  /// The most that one render corrects all guesses by. A hostile picture may take a thousand times
  /// its guess, and would make the estimates of every other class refuse work for minutes.
  private static final double MAX_CORRECTION = 8;

  private final Map<CostClass, Cost> measured = new HashMap<>();
  private double correction = 1;

  /// The cost of a render.
  ///
  /// @param nanos time of a renderer in nanoseconds
  /// @param bytes of the memory for renders
  record Cost(double nanos, double bytes) {
    private Cost moved(Cost last) {
      return new Cost(nanos + WEIGHT * (last.nanos - nanos), bytes + WEIGHT * (last.bytes - bytes));
    }
  }

  /// The expected cost of a render.
  Cost expected(CostClass of) {
    Cost known = measured.get(of);
    return known == null ? new Cost(of.guess().toNanos() * correction, 0) : known;
  }

  /// Records the cost of a finished render.
  void measured(CostClass of, Duration took, long bytes) {
    Cost last = new Cost(took.toNanos(), bytes);
    measured.merge(of, last, Cost::moved);
    double error = last.nanos / of.guess().toNanos();
    correction += WEIGHT * (Math.clamp(error, 1 / MAX_CORRECTION, MAX_CORRECTION) - correction);
  }
}
