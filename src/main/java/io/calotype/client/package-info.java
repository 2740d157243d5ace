/// The client: what the command line asks of a running server, over HTTP.
///
/// Start reading at [io.calotype.client.CalotypeClient]; an upload of many files is
/// [io.calotype.client.BulkUpload]. The key is sent, and never said: it is in no text that this
/// package makes.
///
/// Threads: everything blocks; uploads run on virtual threads of their own.
///
/// It knows the public contract and the values in `media`, and nothing of the server behind it, nor
/// of the command line before it.
@NullMarked
package io.calotype.client;

import org.jspecify.annotations.NullMarked;
