package io.calotype.catalog.sqlite;

import io.calotype.disk.Headroom;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;

/// Catalogs on a disk with enough space.
public final class SqliteFixture {
  private SqliteFixture() {}

  /// Opens or creates the database `file`.
  public static SqliteCatalog open(Path file) throws IOException {
    return SqliteCatalog.open(file, Headroom.NONE, new Telemetry());
  }
}
