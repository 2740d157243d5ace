/// Coordination of the nodes of one data set by Redis: invalidations are a stream, leases are keys
/// that expire, and the work queue is a stream.
///
/// Start reading at [io.calotype.cluster.redis.RedisInvalidations]. No node talks to another. The
/// clock of Redis decides about leases, tasks and nodes; the clock of a node only measures how long
/// it has heard nothing.
///
/// Threads: any; a call blocks for at most 1.5 seconds. Each class has its own threads in the
/// background until it is closed.
///
/// Depends on `cluster`, `redis`, `media`, `failure` and `telemetry`.
@NullMarked
package io.calotype.cluster.redis;

import org.jspecify.annotations.NullMarked;
