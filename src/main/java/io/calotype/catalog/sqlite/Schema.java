package io.calotype.catalog.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The database schema, as migration steps from each version to the next.
final class Schema {
  /// The readers of a record: an empty text if it is public, otherwise its owner.
  private static final String READERS =
      "CASE visibility WHEN 'PUBLIC' THEN '' ELSE coalesce(owner, '-') END";

  /// Times are milliseconds since 1970; attributes are a JSON object of strings. Each list has an
  /// index in its own order, so that a page is read without sorting.
  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              """
              CREATE TABLE media (
                id TEXT NOT NULL PRIMARY KEY,
                type TEXT NOT NULL,
                kind TEXT NOT NULL,
                bytes INTEGER NOT NULL,
                sha256 TEXT NOT NULL,
                width INTEGER NOT NULL,
                height INTEGER NOT NULL,
                opaque INTEGER NOT NULL,
                thumbhash TEXT,
                color TEXT,
                grp TEXT,
                visibility TEXT NOT NULL,
                attributes TEXT NOT NULL,
                created INTEGER NOT NULL,
                expires INTEGER
              ) STRICT, WITHOUT ROWID
              """,
              "CREATE INDEX media_all ON media (created DESC, id DESC)",
              "CREATE INDEX media_kind ON media (kind, created DESC, id DESC)",
              "CREATE INDEX media_group ON media (grp, created DESC, id DESC) WHERE grp IS NOT NULL",
              "CREATE INDEX media_group_kind ON media (grp, kind, created DESC, id DESC)"
                  + " WHERE grp IS NOT NULL",
              "CREATE INDEX media_expires ON media (expires) WHERE expires IS NOT NULL"),
          List.of(
              "ALTER TABLE media ADD COLUMN owner TEXT",
              "ALTER TABLE media ADD COLUMN readers TEXT AS (" + READERS + ") VIRTUAL",
              "CREATE INDEX media_readers ON media (readers, created DESC, id DESC)",
              "CREATE INDEX media_readers_kind ON media (readers, kind, created DESC, id DESC)",
              "CREATE INDEX media_readers_group ON media (readers, grp, created DESC, id DESC)"
                  + " WHERE grp IS NOT NULL"),
          List.of(
              "ALTER TABLE media ADD COLUMN frames INTEGER NOT NULL DEFAULT 1",
              "ALTER TABLE media ADD COLUMN alpha INTEGER NOT NULL DEFAULT 0",
              "ALTER TABLE media ADD COLUMN orientation INTEGER NOT NULL DEFAULT 1",
              "ALTER TABLE media ADD COLUMN profile TEXT",
              "ALTER TABLE media ADD COLUMN duration INTEGER",
              "ALTER TABLE media ADD COLUMN video_codec TEXT",
              "ALTER TABLE media ADD COLUMN audio_codec TEXT",
              "ALTER TABLE media ADD COLUMN master_type TEXT",
              "ALTER TABLE media ADD COLUMN master_bytes INTEGER",
              "ALTER TABLE media ADD COLUMN master_sha256 TEXT"),
          List.of("ALTER TABLE media ADD COLUMN position INTEGER NOT NULL DEFAULT 0"),
          List.of("ALTER TABLE media ADD COLUMN filename TEXT"),
          indexesWithExpiry(),
          indexesByVisibility(),
          List.of(
              "ALTER TABLE media ADD COLUMN incarnation TEXT",
              "ALTER TABLE media ADD COLUMN master_incarnation TEXT",
              "CREATE TABLE dataset (identity TEXT NOT NULL) STRICT"),
          List.of("ALTER TABLE media ADD COLUMN focus TEXT"),
          List.of(
              "CREATE TABLE catalog (identity TEXT NOT NULL) STRICT",
              "INSERT INTO catalog VALUES ('sqlite:' || lower(hex(randomblob(16))))"),
          EventSql.STEPS,
          SqliteTickets.STEPS);

  private Schema() {}

  /// The index of each list includes the expiry time, so that a page skips expired media without
  /// reading their records.
  private static List<String> indexesWithExpiry() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("media_all", "");
    columns.put("media_kind", "kind, ");
    columns.put("media_group", "grp, ");
    columns.put("media_group_kind", "grp, kind, ");
    columns.put("media_readers", "readers, ");
    columns.put("media_readers_kind", "readers, kind, ");
    columns.put("media_readers_group", "readers, grp, ");
    List<String> steps = new ArrayList<>();
    columns.forEach((name, leading) -> {
      String condition = leading.contains("grp") ? " WHERE grp IS NOT NULL" : "";
      steps.add("DROP INDEX " + name);
      steps.add(
          "CREATE INDEX %s ON media (%screated DESC, id DESC, expires)%s"
              .formatted(name, leading, condition));
    });
    return steps;
  }

  /// Indexes for lists by visibility. Public media have an empty text as their readers. Private
  /// media of all owners have partial indexes that also contain the visibility, so that SQLite
  /// reads the index alone.
  private static List<String> indexesByVisibility() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("media_private", "");
    columns.put("media_private_kind", "kind, ");
    columns.put("media_private_group", "grp, ");
    columns.put("media_private_group_kind", "grp, kind, ");
    List<String> steps = new ArrayList<>();
    steps.add(
        "CREATE INDEX media_readers_group_kind ON media"
            + " (readers, grp, kind, created DESC, id DESC, expires) WHERE grp IS NOT NULL");
    columns.forEach((name, leading) -> {
      String condition = leading.contains("grp") ? " AND grp IS NOT NULL" : "";
      steps.add(
          "CREATE INDEX %s ON media (%screated DESC, id DESC, expires, visibility) WHERE %s%s"
              .formatted(name, leading, ListSql.PRIVATE, condition));
    });
    return steps;
  }

  /// Migrates the database to the newest version.
  ///
  /// Errors: an `SQLException` if it is newer than this program.
  static void migrate(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > STEPS.size()) {
      throw new SQLException("it was written by a newer Calotype (schema " + version + ")");
    }
    for (int next = version; next < STEPS.size(); next++) {
      step(connection, next);
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  private static void step(Connection connection, int from) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : STEPS.get(from)) {
        statement.execute(sql);
      }
      statement.execute("PRAGMA user_version = " + (from + 1));
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
