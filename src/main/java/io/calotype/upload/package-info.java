/// Ingests uploads. An upload is staged while it is hashed, then identified and proved decodable in
/// one render job that also makes the presets. Only then is it stored and recorded.
///
/// Start reading at [io.calotype.upload.Uploads]. An answered upload survives a power loss. An
/// unanswered one leaves at most a temporary file, or an original without a record.
///
/// Threads: plain blocking code.
///
/// Depends on `imaging`, `video`, `originals`, `rendition` and `store`. Knows nothing about HTTP or
/// legacy records.
@NullMarked
package io.calotype.upload;

import org.jspecify.annotations.NullMarked;
