/// Records in Redis 6.2 and newer, or Valkey: one server, alone or behind Sentinel, or a cluster.
///
/// Start reading at [io.calotype.catalog.redis.RedisCatalog]. A record is the text `image:<id>`, at
/// most 2 KiB of JSON. Keys that begin with `calotype:` belong to Calotype and are repaired if they
/// disagree with the records (ADR-0013): in a cluster the record is authoritative. Calotype never
/// changes texts of other programs, except texts that hold a picture: a record replaces them if
/// they are still the ones that were read (ADR-0015). Once `add` has returned, a record survives a
/// power loss as far as the configuration of Redis ensures it.
///
/// Threads: any; a call blocks for at most two seconds.
///
/// Depends on `redis`, `media`, `failure` and `telemetry`.
@NullMarked
package io.calotype.catalog.redis;

import org.jspecify.annotations.NullMarked;
