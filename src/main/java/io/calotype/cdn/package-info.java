/// Purges media from content delivery networks and HTTP caches in front of the server.
///
/// Start reading at [io.calotype.cdn.CdnPurges]. A purge never blocks or fails the change that
/// causes it: it is queued in memory, sent in batches by a thread of each provider, and repeated
/// until the provider accepts it or its time is over.
///
/// Threads: any thread may call any public method. None blocks, except `close`.
///
/// Depends on `media`, `json` and `telemetry`. Knows nothing about records, HTTP requests of
/// clients or renditions.
@NullMarked
package io.calotype.cdn;

import org.jspecify.annotations.NullMarked;
