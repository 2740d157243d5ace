/// Decompression of untrusted input (RFC 1952).
///
/// Start reading at [io.calotype.gzip.GzipInput]. It reads any number of members in constant memory
/// and stack.
///
/// Threads: a stream belongs to one thread and blocks in its source.
///
/// Depends on no other package of Calotype.
@NullMarked
package io.calotype.gzip;

import org.jspecify.annotations.NullMarked;
