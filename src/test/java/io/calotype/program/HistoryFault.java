package io.calotype.program;

import io.calotype.originals.s3.FaultProxy.Fault;
import org.jspecify.annotations.Nullable;

/// A fault of one node, or of Redis.
enum HistoryFault {
  /// No fault.
  CALM(null),
  /// `kill -9`, and a start afterwards.
  KILL(null),
  /// `SIGSTOP`, and `SIGCONT` afterwards.
  STOP(null),
  /// Redis is cut off: nothing passes, and everything is delivered late.
  REDIS_HELD(null),
  /// Redis is cut off: connections end, and none can be made.
  REDIS_REFUSED(null),
  /// Redis is killed, and starts with its append-only file, for all nodes.
  REDIS_KILLED(null),
  /// S3 does not answer.
  S3_SILENT(Fault.BLACK_HOLE),
  S3_RESET(Fault.RESET),
  /// S3 does what it is asked, and no answer arrives.
  S3_UNHEARD(Fault.RESET_AFTER),
  S3_ERROR(Fault.ERROR),
  S3_SLOW_DOWN(Fault.SLOW_DOWN),
  S3_TRUNCATED(Fault.TRUNCATED);

  private final @Nullable Fault s3;

  HistoryFault(@Nullable Fault s3) {
    this.s3 = s3;
  }

  /// The fault of the proxy before S3; null for another kind.
  @Nullable Fault s3() {
    return s3;
  }
}
