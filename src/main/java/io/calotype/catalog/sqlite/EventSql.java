package io.calotype.catalog.sqlite;

import io.calotype.catalog.EventJournal;
import io.calotype.catalog.MediaEvent;
import io.calotype.catalog.Readers;
import io.calotype.media.MediaKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of events, and the triggers that fill it: each change of the table `media` adds its
/// event in the same transaction, whatever statement makes the change.
///
/// A position is the time in milliseconds, times 65,536, and grows by at least 1. `serial` counts
/// the entries, so that one in 1,000 insertions deletes the oldest ones.
final class EventSql {
  /// The bits of a position below its time.
  static final int NUMBER_BITS = 16;

  private static final int TRIM_EVERY = 1_000;

  /// The columns `type`, `id`, `kind`, `readers_before` and `readers_after` follow.
  private static final String ADD =
      "INSERT INTO events SELECT"
          + " max(coalesce(p, 0) + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER) << %d),"
              .formatted(NUMBER_BITS)
          + " coalesce(s, 0) + 1, %s, %s, %s, %s, %s FROM (SELECT 1) LEFT JOIN"
          + " (SELECT position AS p, serial AS s FROM events ORDER BY position DESC LIMIT 1)";

  private static final String TABLE =
      """
      CREATE TABLE events (
        position INTEGER PRIMARY KEY,
        serial INTEGER NOT NULL,
        type TEXT NOT NULL,
        id TEXT NOT NULL,
        kind TEXT,
        readers_before TEXT,
        readers_after TEXT
      ) STRICT
      """;

  private static final String TRIM =
      "CREATE TRIGGER events_trimmed AFTER INSERT ON events WHEN NEW.serial %% %d = 0 BEGIN"
              .formatted(TRIM_EVERY)
          + " DELETE FROM events WHERE position <= (SELECT position FROM events"
          + " ORDER BY position DESC LIMIT 1 OFFSET %d); END".formatted(EventJournal.KEPT);

  /// The migration step that creates table and triggers.
  static final List<String> STEPS =
      List.of(
          TABLE,
          TRIM,
          trigger("INSERT", MediaEvent.Type.UPLOADED, "NULL", readers("NEW")),
          trigger("UPDATE", MediaEvent.Type.CHANGED, readers("OLD"), readers("NEW")),
          trigger("DELETE", MediaEvent.Type.DELETED, readers("OLD"), "NULL"));

  private EventSql() {}

  private static String trigger(String change, MediaEvent.Type type, String before, String after) {
    String row = change.equals("INSERT") ? "NEW" : "OLD";
    return "CREATE TRIGGER media_%s AFTER %s ON media BEGIN %s; END"
        .formatted(
            type.text(),
            change,
            ADD.formatted("'" + type.text() + "'", row + ".id", row + ".kind", before, after));
  }

  /// The text of [Readers].
  private static String readers(String row) {
    return "CASE %1$s.visibility WHEN 'PUBLIC' THEN '*' ELSE '=' || coalesce(%1$s.owner, '') END"
        .formatted(row);
  }

  /// Adds `event`.
  static int add(Connection connection, MediaEvent event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(ADD.formatted("?", "?", "?", "?", "?"))) {
      insert.setString(1, event.type().text());
      insert.setString(2, event.id().value());
      MediaKind kind = event.kind();
      insert.setString(3, kind == null ? null : kind.name());
      insert.setString(4, text(event.before()));
      insert.setString(5, text(event.after()));
      return insert.executeUpdate();
    }
  }

  /// Drops all events and keeps the position of the last one. A client that resumes at that
  /// position has missed nothing.
  static void drop(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long position;
      try (ResultSet row = statement.executeQuery("SELECT max(position) FROM events")) {
        position = row.getLong(1);
      }
      statement.executeUpdate("DELETE FROM events");
      statement.executeUpdate(
          "INSERT INTO events (position, serial, type, id) VALUES (%d, 0, '', '')"
              .formatted(position));
    }
  }

  private static @Nullable String text(@Nullable Readers readers) {
    return readers == null ? null : readers.text();
  }
}
