/// Records in Redis 6.2 and newer, or Valkey: one server, alone or behind Sentinel, or a cluster.
///
/// Start reading at [io.calotype.catalog.redis.RedisCatalog]. A record is the text `image:<id>`, at
/// most 2 KiB of JSON; what `calotype:` begins with is ours alone, and is mended where it and the
/// records disagree (ADR-0013): in a cluster the record is the truth. What we did not write is
/// never changed, but for a text that holds a picture: ours takes its place if it is still what was
/// read (ADR-0015). What `add` has returned survives a power loss as far as Redis is set up for it.
///
/// Threads: any; a call blocks for at most two seconds, whatever Redis does.
///
/// Depends on `media`, `failure` and `telemetry`. Nothing of Lettuce leaves this package.
@NullMarked
package io.calotype.catalog.redis;

import org.jspecify.annotations.NullMarked;
