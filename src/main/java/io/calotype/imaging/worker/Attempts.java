package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import java.time.Duration;
import java.util.Optional;

/// The renderers that one job has lost, and the verdict that follows.
///
/// A picture is at fault where it costs two renderers by itself. To exceed the memory counts only
/// where no other job has any. Whatever the machine or its operator causes is never blamed on the
/// picture.
final class Attempts {
  private static final int FAULTS = 2;
  private static final int TRIES = 3;

  private final Duration retryAfter;
  private int tries;
  private int faults;

  /// Asks a client whose job failed without fault to come back after `retryAfter`.
  Attempts(Duration retryAfter) {
    this.retryAfter = retryAfter;
  }

  /// How many renderers it has lost.
  int tries() {
    return tries;
  }

  /// Notes a loss. The failure that ends the job; empty where it is to be tried again.
  ///
  /// @param alone whether the job had the memory of all renders
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
