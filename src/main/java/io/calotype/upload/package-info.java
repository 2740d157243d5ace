/// The way in: an upload is staged while it is hashed, sniffed, proved decodable in one render job
/// that also makes the presets, and only then stored and recorded.
///
/// Start reading at [io.calotype.upload.Uploads]. What it has answered survives a power loss; what
/// it has not answered leaves nothing but a temporary file, or an original without a record. What
/// another program has left comes in by the same way ([io.calotype.upload.LegacyImport]).
///
/// Threads: plain blocking code.
///
/// Depends on `imaging`, `video`, `originals`, `catalog`, `rendition` and `maintenance`. It does
/// not know about HTTP.
@NullMarked
package io.calotype.upload;

import org.jspecify.annotations.NullMarked;
