/// Texts of the command line for people: numbers, tables, progress lines, and answers of a server
/// as tables.
///
/// Start reading at [io.calotype.cli.text.TextFormat]. Foreign text passes
/// [io.calotype.cli.text.TextFormat#line] before it enters a line, so that a terminal executes no
/// escape sequence of a server or a file name.
///
/// Threads: a [io.calotype.cli.text.ProgressBar] may be used by several threads, everything else by
/// one. Nothing blocks.
///
/// Depends on `json` only. Knows nothing of requests, and writes to no stream.
@NullMarked
package io.calotype.cli.text;

import org.jspecify.annotations.NullMarked;
