package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import java.time.Duration;
import java.util.Optional;

/// Counts the renderers that one job has lost, and decides whether to retry it.
///
/// A picture is at fault if it causes the loss of two renderers. Exceeding the memory counts only
/// if no other job holds any memory. Losses that the machine or its operator causes never count
/// against the picture.
final class Attempts {
  private static final int FAULTS = 2;
  private static final int TRIES = 3;

  private final Duration retryAfter;
  private int tries;
  private int faults;

  /// Clients whose job failed without fault are to retry after `retryAfter`.
  Attempts(Duration retryAfter) {
    this.retryAfter = retryAfter;
  }

  /// The number of renderers lost.
  int tries() {
    return tries;
  }

  /// Records a loss. Returns the failure that ends the job; empty if the job is to be retried.
  ///
  /// @param alone whether the job held the memory of all renders
  Optional<Failure> lost(RendererExit loss, boolean alone) {
    tries++;
    return switch (loss) {
      case CRASH, DEADLINE, PROTOCOL -> fault();
      case MEMORY -> alone ? fault() : again();
      case KILLED -> again();
      case LATE -> overloaded();
    };
  }

  private Optional<Failure> again() {
    return tries < TRIES ? Optional.empty() : overloaded();
  }

  private Optional<Failure> fault() {
    return ++faults == FAULTS ? Optional.of(new Failure.Undecodable()) : again();
  }

  private Optional<Failure> overloaded() {
    return Optional.of(new Failure.Overloaded(retryAfter));
  }
}
