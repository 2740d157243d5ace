package io.calotype.failure;

/// Ends a request with a [Failure] that its client is told about.
public final class MediaException extends RuntimeException {
  private final transient Failure failure;

  /// An exception without a cause.
  public MediaException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  /// An exception whose cause is for the log only.
  public MediaException(Failure failure, Throwable cause) {
    super(failure.toString(), cause);
    this.failure = failure;
  }

  /// What the client is told.
  public Failure failure() {
    return failure;
  }
}
