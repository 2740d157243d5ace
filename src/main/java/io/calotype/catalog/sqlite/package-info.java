/// Records in SQLite: one file, write-ahead log, every commit on stable storage.
///
/// Start reading at [io.calotype.catalog.sqlite.SqliteCatalog]. The schema's version is SQLite's
/// `user_version`; each later one is a step in [io.calotype.catalog.sqlite.Schema].
///
/// Threads: one writer at a time, and a few readers, each with a connection of its own.
@NullMarked
package io.calotype.catalog.sqlite;

import org.jspecify.annotations.NullMarked;
