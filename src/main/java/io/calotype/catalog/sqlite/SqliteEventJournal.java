package io.calotype.catalog.sqlite;

import io.calotype.catalog.EventJournal;
import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import io.calotype.catalog.MediaEvent;
import io.calotype.media.MediaKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events in the file of the catalog. Only this process writes them, so that a reader waits for
/// its signal.
final class SqliteEventJournal implements EventJournal {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final String COLUMNS =
      "SELECT position, type, id, kind, readers_before, readers_after FROM events";
  private static final long NUMBERS = (1L << EventSql.NUMBER_BITS) - 1;

  private final SqliteConnections connections;

  SqliteEventJournal(SqliteConnections connections) {
    this.connections = connections;
  }

  @Override
  public List<JournalEntry> latest() {
    return read(COLUMNS + " ORDER BY position DESC LIMIT ?", KEPT).reversed();
  }

  @Override
  public List<JournalEntry> after(EventPosition position) {
    long seen = connections.written().count();
    List<JournalEntry> found = next(position);
    if (found.isEmpty()) {
      connections.written().await(seen, PATIENCE);
      found = next(position);
    }
    return found;
  }

  private List<JournalEntry> next(EventPosition position) {
    long after = (position.millis() << EventSql.NUMBER_BITS) + position.number();
    return read(COLUMNS + " WHERE position > ? ORDER BY position LIMIT ?", after, BATCH);
  }

  private List<JournalEntry> read(String sql, long... parameters) {
    return connections.read(connection -> read(connection, sql, parameters));
  }

  private static List<JournalEntry> read(Connection connection, String sql, long... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setLong(i + 1, parameters[i]);
      }
      List<JournalEntry> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long position = row.getLong(1);
          found.add(
              new JournalEntry(
                  new EventPosition(position >> EventSql.NUMBER_BITS, position & NUMBERS),
                  event(row)));
        }
      }
      return found;
    }
  }

  private static @Nullable MediaEvent event(ResultSet row) throws SQLException {
    return MediaEvent.read(
        row.getString(2),
        row.getString(3),
        kind(row.getString(4)),
        row.getString(5),
        row.getString(6));
  }

  private static @Nullable MediaKind kind(@Nullable String text) {
    return Arrays.stream(MediaKind.values())
        .filter(kind -> kind.name().equals(text))
        .findAny()
        .orElse(null);
  }

  /// The connections are those of the catalog, which closes them.
  @Override
  public void close() {}
}
