package io.calotype.failure;

/// Ends a request with a [Failure] that is reported to its client.
public final class MediaException extends RuntimeException {
  private final transient Failure failure;

  /// Creates an exception without a cause.
  public MediaException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  /// Creates an exception whose cause is for the log only.
  public MediaException(Failure failure, Throwable cause) {
    super(failure.toString(), cause);
    this.failure = failure;
  }

  /// The failure reported to the client.
  public Failure failure() {
    return failure;
  }
}
