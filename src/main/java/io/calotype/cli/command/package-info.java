/// Commands that call a running server.
///
/// Start reading at [io.calotype.cli.command.UploadCommand]. Each command is one class: options,
/// calls of the client, a table or JSON, and an exit code.
///
/// Threads: the main thread. Depends on `cli.client`, `cli.text` and the values in `media` only.
/// Knows nothing of settings of the server.
@NullMarked
package io.calotype.cli.command;

import org.jspecify.annotations.NullMarked;
