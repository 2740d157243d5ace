package io.calotype.catalog.sqlite;

import io.calotype.disk.Headroom;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Catalogs on a disk with enough space.
public final class SqliteFixture {
  private SqliteFixture() {}

  /// Opens or creates the database `file`.
  public static SqliteCatalog open(Path file) throws IOException {
    return SqliteCatalog.open(file, Headroom.NONE, new Telemetry());
  }

  /// Removes the additions to the schema since incarnations were added.
  static void dropLatestSteps(Statement statement) throws SQLException {
    for (String type : List.of("uploaded", "changed", "deleted")) {
      statement.execute("DROP TRIGGER media_" + type);
    }
    statement.execute("DROP TABLE tickets");
    statement.execute("DROP TABLE ticket_uses");
    statement.execute("DROP TABLE events");
    statement.execute("ALTER TABLE media DROP COLUMN incarnation");
    statement.execute("ALTER TABLE media DROP COLUMN master_incarnation");
    statement.execute("ALTER TABLE media DROP COLUMN focus");
    statement.execute("DROP TABLE dataset");
    statement.execute("DROP TABLE catalog");
  }
}
