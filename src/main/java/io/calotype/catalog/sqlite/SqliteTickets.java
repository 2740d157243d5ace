package io.calotype.catalog.sqlite;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import io.calotype.tickets.TicketStore;
import io.calotype.tickets.TicketText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tickets in the file of the catalog. Each new ticket deletes those whose time is over.
final class SqliteTickets implements TicketStore {
  /// The migration step that creates the tables. Times are milliseconds since 1970. A use has an
  /// incarnation once its file is stored, and before that attempts that hold it.
  static final List<String> STEPS =
      List.of(
          """
          CREATE TABLE tickets (
            id TEXT NOT NULL PRIMARY KEY,
            text TEXT NOT NULL,
            kept INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID
          """,
          "CREATE INDEX tickets_kept ON tickets (kept)",
          """
          CREATE TABLE ticket_uses (
            ticket TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            media TEXT NOT NULL,
            incarnation TEXT,
            attempts INTEGER NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (ticket, sha256)
          ) STRICT, WITHOUT ROWID
          """,
          "CREATE TRIGGER ticket_deleted AFTER DELETE ON tickets BEGIN"
              + " DELETE FROM ticket_uses WHERE ticket = OLD.id; END");

  private static final String FORGET =
      "DELETE FROM ticket_uses WHERE ticket = ?1 AND incarnation IS NULL AND until <= ?2";

  /// Adds a use, or an attempt at one, unless the ticket is unknown or all its uses are others.
  private static final String HOLD =
      """
      INSERT INTO ticket_uses SELECT id, ?2, ?3, NULL, 1, ?4 FROM tickets WHERE id = ?1
        AND (EXISTS (SELECT 1 FROM ticket_uses WHERE ticket = ?1 AND sha256 = ?2)
          OR (SELECT count(*) FROM ticket_uses WHERE ticket = ?1) < ?5)
        ON CONFLICT DO UPDATE SET attempts = attempts + 1, until = max(until, excluded.until)
      """;

  private static final String STORED =
      """
      INSERT INTO ticket_uses SELECT id, ?2, ?3, ?4, 0, 0 FROM tickets WHERE id = ?1
        ON CONFLICT DO UPDATE SET media = excluded.media, incarnation = excluded.incarnation
      """;

  private static final String COUNT =
      "SELECT count(*) FROM ticket_uses WHERE ticket = ? AND incarnation IS NOT NULL";

  private static final String OF_FILE = " WHERE ticket = ? AND sha256 = ?";

  private final SqliteConnections connections;
  private final Clock clock;

  SqliteTickets(SqliteConnections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public void add(Ticket ticket) {
    var _ =
        connections.write(connection -> {
          deleteOld(connection);
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO tickets VALUES (?, ?, ?)")) {
            insert.setString(1, ticket.id().toString());
            insert.setString(2, TicketText.of(ticket));
            insert.setLong(3, ticket.kept().toEpochMilli());
            return insert.executeUpdate();
          }
        });
  }

  private void deleteOld(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM tickets WHERE kept <= ?")) {
      delete.setLong(1, clock.millis());
      delete.executeUpdate();
    }
  }

  @Override
  public Optional<Ticket> find(TicketId id) {
    return connections
        .read(connection -> text(connection, id))
        .flatMap(text -> TicketText.parse(id, text))
        .filter(ticket -> clock.instant().isBefore(ticket.kept()));
  }

  private static Optional<String> text(Connection connection, TicketId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT text FROM tickets WHERE id = ?")) {
      select.setString(1, id.toString());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public boolean usedUp(Ticket ticket) {
    return connections.read(connection -> storedUses(connection, ticket))
        >= ticket.allowance().count();
  }

  private static int storedUses(Connection connection, Ticket ticket) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COUNT)) {
      select.setString(1, ticket.id().toString());
      try (ResultSet row = select.executeQuery()) {
        return row.getInt(1);
      }
    }
  }

  /// No other change can happen between the statements: there is only one writing connection.
  @Override
  public Use hold(Ticket ticket, Sha256 bytes, MediaId id, Duration time) {
    long now = clock.millis();
    return connections.write(connection -> {
      try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
        forget.setString(1, ticket.id().toString());
        forget.setLong(2, now);
        forget.executeUpdate();
      }
      try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
        bind(hold, ticket, bytes);
        hold.setString(3, id.value());
        hold.setLong(4, now + time.toMillis());
        hold.setInt(5, ticket.allowance().count());
        hold.executeUpdate();
      }
      return found(connection, ticket, bytes);
    });
  }

  private static Use found(Connection connection, Ticket ticket, Sha256 bytes) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT media, incarnation, attempts FROM ticket_uses" + OF_FILE)) {
      bind(select, ticket, bytes);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          MediaId media = new MediaId(row.getString(1));
          String incarnation = row.getString(2);
          return incarnation == null
              ? new Use.Held(media, row.getInt(3))
              : new Use.Stored(media, incarnation);
        }
      }
    }
    boolean known = text(connection, ticket.id()).isPresent();
    return known && storedUses(connection, ticket) < ticket.allowance().count()
        ? new Use.Busy()
        : new Use.UsedUp();
  }

  @Override
  public void stored(Ticket ticket, Sha256 bytes, Media media) {
    var _ =
        connections.write(connection -> {
          try (PreparedStatement stored = connection.prepareStatement(STORED)) {
            bind(stored, ticket, bytes);
            stored.setString(3, media.id().value());
            stored.setString(4, TicketStore.incarnation(media));
            return stored.executeUpdate();
          }
        });
  }

  @Override
  public void release(Ticket ticket, Sha256 bytes) {
    String held = OF_FILE + " AND incarnation IS NULL";
    var _ =
        connections.write(connection -> {
          change(
              connection, "UPDATE ticket_uses SET attempts = attempts - 1" + held, ticket, bytes);
          return change(
              connection, "DELETE FROM ticket_uses" + held + " AND attempts < 1", ticket, bytes);
        });
  }

  private static int change(Connection connection, String sql, Ticket ticket, Sha256 bytes)
      throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      bind(change, ticket, bytes);
      return change.executeUpdate();
    }
  }

  /// Binds the first two parameters.
  private static void bind(PreparedStatement statement, Ticket ticket, Sha256 bytes)
      throws SQLException {
    statement.setString(1, ticket.id().toString());
    statement.setString(2, bytes.hex());
  }
}
