package io.calotype.disk;

/// Slows down a long piece of work in favour of requests.
@FunctionalInterface
public interface Throttle {
  /// Does not slow down.
  Throttle NONE = () -> {};

  /// Ends a step of the work, and blocks while the work has to rest. An exception ends the work.
  void pause();
}
