/// The rendition cache, in memory and on local disk: bounded, crash-safe, one plain file for each
/// entry.
///
/// Start reading at [io.calotype.cache.DiskCache]. The folder tree is the only index. A file whose
/// name does not carry its own length and checksum is foreign, and the cache deletes it on sight.
///
/// Threads: any thread may call any public method. Methods may block on disk I/O unless they say
/// otherwise.
///
/// Depends on `media` and `telemetry` only. Knows nothing about pictures or rendering.
@NullMarked
package io.calotype.cache;

import org.jspecify.annotations.NullMarked;
