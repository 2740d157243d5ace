/// Records in SQLite: one file, write-ahead log, every commit on stable storage.
///
/// Start reading at [io.calotype.catalog.sqlite.SqliteCatalog]. The schema version is SQLite's
/// `user_version`; each later version is a step in [io.calotype.catalog.sqlite.Schema].
///
/// Threads: one writer at a time, and four readers, each with a separate connection.
@NullMarked
package io.calotype.catalog.sqlite;

import org.jspecify.annotations.NullMarked;
