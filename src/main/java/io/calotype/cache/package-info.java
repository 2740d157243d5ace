/// The rendition cache: in memory, and on local disk; bounded, crash-safe, one plain file an entry.
///
/// Start reading at [io.calotype.cache.DiskCache]. The folder tree is the only index: a file whose
/// name does not carry its own length and checksum is foreign, and is deleted when it is met.
///
/// Threads: every public method may be called from any thread, and may block on the disk where it
/// does not say otherwise.
///
/// Depends on `media` and `telemetry` only. It does not know what a picture is or how one is made.
@NullMarked
package io.calotype.cache;

import org.jspecify.annotations.NullMarked;
