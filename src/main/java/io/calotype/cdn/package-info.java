/// Purges media from content delivery networks and HTTP caches in front of the server.
///
/// Start reading at [io.calotype.cdn.CdnPurges]. A purge never delays the answer to a change by
/// more than its record in a work queue. It is sent in batches by a thread of each provider, and
/// repeated until the provider accepts it or its budget is spent; then it is a dead letter.
///
/// Threads: any thread may call any public method. Recording blocks on disk or network I/O.
///
/// Depends on `media`, `cluster`, `json`, `failure` and `telemetry`. Knows nothing about records,
/// HTTP requests of clients or renditions.
@NullMarked
package io.calotype.cdn;

import org.jspecify.annotations.NullMarked;
