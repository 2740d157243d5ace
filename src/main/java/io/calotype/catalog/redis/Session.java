package io.calotype.catalog.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.TimeUnit;

/// One connection, from when it is made until it is lost.
///
/// @param connection which knows nothing of another connection after it
/// @param clockAhead what to add to [System#nanoTime] in milliseconds to have Redis' clock, or a
///   little less
record Session(StatefulRedisConnection<String, String> connection, long clockAhead) {

  /// The time of Redis at `nanos` of ours, in milliseconds since 1970.
  long atRedis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + clockAhead;
  }
}
