/// Coordination of the nodes of one data set by Redis: invalidations are a stream, leases are keys
/// that expire, and the work queue is a stream.
///
/// Start reading at [io.calotype.cluster.redis.RedisInvalidations]. No node talks to another. All
/// decisions about time are made by the clock of Redis.
///
/// Threads: any; a call blocks for at most two seconds. Invalidations and leases have a thread
/// each.
///
/// Depends on `redis`.
@NullMarked
package io.calotype.cluster.redis;

import org.jspecify.annotations.NullMarked;
