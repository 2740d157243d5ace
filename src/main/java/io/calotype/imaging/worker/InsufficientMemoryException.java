package io.calotype.imaging.worker;

/// A job needs more memory than is free. The job has not begun, and may wait for the memory.
final class InsufficientMemoryException extends Exception {
  InsufficientMemoryException() {
    super("the render takes more memory than is free", null, false, false);
  }
}
