/// Legacy records: records of other programs in Redis that hold a picture as base64.
///
/// Start reading at [io.calotype.legacy.LegacyImport], which imports a record on its first access,
/// by the steps of an upload. An upload passes [io.calotype.legacy.ImportingUploads]. A picture
/// that cannot become a media stays in its record (ADR-0015).
///
/// The command `migrate` stays with the commands: it reads Redis and uploads to a server, as a
/// client. It shares [io.calotype.legacy.LegacyPicture].
///
/// Threads: plain blocking code.
///
/// Depends on `upload`; `upload` does not depend on it. The catalog has the ports to the records.
@NullMarked
package io.calotype.legacy;

import org.jspecify.annotations.NullMarked;
