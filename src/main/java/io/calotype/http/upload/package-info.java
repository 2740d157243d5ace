/// Uploads over HTTP: in one request, in several that resume each other, and past the server to the
/// store.
///
/// Start reading at [io.calotype.http.upload.UploadHandler]. Every form ends in
/// [io.calotype.http.upload.StoredUploads], which makes the promise of a 201.
///
/// Threads: handlers begin on the event loop; bodies are read on virtual threads. Depends on `api`,
/// `exchange` and `semantics`. Knows nothing about decoding or stores.
@NullMarked
package io.calotype.http.upload;

import org.jspecify.annotations.NullMarked;
