package io.calotype.failure;

import java.time.Duration;

/// The reason that a disk or the catalog cannot be used at the moment.
public enum StoreFault {
  /// The process or the system has no file descriptor left (`EMFILE`, `ENFILE`).
  NO_DESCRIPTORS(2),
  /// Another process holds a lock on the catalog.
  LOCKED(2),
  /// The operation has not returned before its deadline.
  NO_ANSWER(5),
  /// A folder of the data tree is missing (`ENOENT`).
  MISSING(30),
  /// The file system or its permissions refuse the operation (`EROFS`, `EACCES`, `EPERM`).
  REFUSED(30),
  /// The file system reports any other error (`EIO`, `ESTALE`).
  IO_ERROR(5);

  private final int retrySeconds;

  StoreFault(int retrySeconds) {
    this.retrySeconds = retrySeconds;
  }

  /// The time after which a client may retry.
  public Duration retryAfter() {
    return Duration.ofSeconds(retrySeconds);
  }
}
