/// The bodies of uploads, as JSON and as a multipart form: one file with options.
///
/// Start reading at [io.calotype.upload.body.MultipartUpload] and
/// [io.calotype.upload.body.JsonUpload]. The file passes to its stream while it arrives, and is
/// never held whole in memory. Names, values and nesting have limits. A body that breaks its
/// grammar ends with `BadRequest`, which names the fault.
///
/// Threads: one thread reads one body, and blocks until the body has arrived.
///
/// Depends on the options of `upload`. Knows nothing of connections or of the storage of files.
@NullMarked
package io.calotype.upload.body;

import org.jspecify.annotations.NullMarked;
