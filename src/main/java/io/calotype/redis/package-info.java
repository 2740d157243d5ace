/// Connections to Redis 6.2 and newer, or Valkey: one server, alone or behind Sentinel, or a
/// cluster.
///
/// Start reading at [io.calotype.redis.RedisCall]: commands with one deadline. Connections never
/// reconnect by themselves, so that no command outlives its deadline and is applied later
/// (ADR-0013, ADR-0032).
///
/// Threads: any; a call blocks for at most 1.5 seconds.
///
/// Depends on `failure` and `telemetry`. Knows two keys: the identity of the data set, and
/// [io.calotype.redis.ChangeStream].
@NullMarked
package io.calotype.redis;

import org.jspecify.annotations.NullMarked;
