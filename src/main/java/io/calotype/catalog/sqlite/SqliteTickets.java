package io.calotype.catalog.sqlite;

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
import java.util.List;
import java.util.Optional;

/// Tickets in the file of the catalog. Each new ticket deletes those that are kept no more.
final class SqliteTickets implements TicketStore {
  /// The migration step that creates the tables. `kept` is in milliseconds since 1970.
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
            stored INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (ticket, sha256)
          ) STRICT, WITHOUT ROWID
          """,
          "CREATE TRIGGER ticket_deleted AFTER DELETE ON tickets BEGIN"
              + " DELETE FROM ticket_uses WHERE ticket = OLD.id; END");

  /// Adds a use if the ticket is stored and has fewer uses than it permits.
  private static final String USE =
      """
      INSERT INTO ticket_uses (ticket, sha256, media) SELECT id, ?2, ?3 FROM tickets WHERE id = ?1
        AND (SELECT count(*) FROM ticket_uses WHERE ticket = ?1) < ?4
        ON CONFLICT DO NOTHING
      """;

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

  /// No other use can happen between the two statements: there is only one writing connection.
  @Override
  public Optional<Use> use(Ticket ticket, Sha256 bytes, MediaId id) {
    return connections.write(connection -> {
      try (PreparedStatement insert = connection.prepareStatement(USE)) {
        insert.setString(1, ticket.id().toString());
        insert.setString(2, bytes.hex());
        insert.setString(3, id.value());
        insert.setInt(4, ticket.allowance().count());
        insert.executeUpdate();
      }
      return found(connection, ticket, bytes);
    });
  }

  private static Optional<Use> found(Connection connection, Ticket ticket, Sha256 bytes)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT media, stored FROM ticket_uses" + OF_FILE)) {
      bind(select, ticket, bytes);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Use(new MediaId(row.getString(1)), row.getBoolean(2)))
            : Optional.empty();
      }
    }
  }

  @Override
  public void stored(Ticket ticket, Sha256 bytes) {
    change("UPDATE ticket_uses SET stored = 1" + OF_FILE, ticket, bytes);
  }

  @Override
  public void release(Ticket ticket, Sha256 bytes) {
    change("DELETE FROM ticket_uses" + OF_FILE + " AND stored = 0", ticket, bytes);
  }

  private void change(String sql, Ticket ticket, Sha256 bytes) {
    var _ =
        connections.write(connection -> {
          try (PreparedStatement change = connection.prepareStatement(sql)) {
            bind(change, ticket, bytes);
            return change.executeUpdate();
          }
        });
  }

  /// Binds the parameters of [#OF_FILE].
  private static void bind(PreparedStatement statement, Ticket ticket, Sha256 bytes)
      throws SQLException {
    statement.setString(1, ticket.id().toString());
    statement.setString(2, bytes.hex());
  }
}
