/// Uploads that arrive in several requests, and survive a lost connection and a killed server.
///
/// Start reading at [io.calotype.upload.resumable.ResumableUploads]. An offset that a client was
/// told is on stable storage. The bytes of an upload never change once all of them have arrived.
///
/// Threads: plain blocking code. One thread at a time works on an upload: the caller holds its lock
/// of [io.calotype.upload.resumable.UploadLocks].
///
/// Depends on `disk`, `originals` and `upload`. Knows nothing about HTTP or decoding.
@NullMarked
package io.calotype.upload.resumable;

import org.jspecify.annotations.NullMarked;
