/// The client side of the command line: calls a running server over HTTP.
///
/// Start reading at [io.calotype.cli.client.CalotypeClient]; [io.calotype.cli.client.BulkUpload]
/// uploads many files. The key is sent to the server only: no text that this package produces
/// contains it.
///
/// Threads: all calls block; uploads run on virtual threads.
///
/// Depends on the public API, `cli.text` and the values in `media` only. Knows nothing of the
/// server's internals or of the command line.
@NullMarked
package io.calotype.cli.client;

import org.jspecify.annotations.NullMarked;
