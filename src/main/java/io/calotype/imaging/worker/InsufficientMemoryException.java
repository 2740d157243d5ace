package io.calotype.imaging.worker;

/// A job takes more memory than there is just now: it has not begun, and may wait for it.
final class InsufficientMemoryException extends Exception {
  InsufficientMemoryException() {
    super("the render takes more memory than is free", null, false, false);
  }
}
