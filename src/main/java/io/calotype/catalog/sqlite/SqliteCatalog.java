package io.calotype.catalog.sqlite;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.DamagedRecords;
import io.calotype.catalog.DataSetClaim;
import io.calotype.catalog.EventJournal;
import io.calotype.catalog.ExpiredPage;
import io.calotype.catalog.MediaEvent;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.disk.Headroom;
import io.calotype.disk.PrivateFiles;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import io.calotype.tickets.TicketStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A catalog in one SQLite file.
public final class SqliteCatalog implements Catalog {
  private static final String INSERT =
      "INSERT OR IGNORE INTO media (" + MediaRow.COLUMNS + ") VALUES (" + MediaRow.PARAMETERS + ")";
  private static final String REPLACE =
      "UPDATE media SET master_type = ?, master_bytes = ?, master_sha256 = ?, incarnation = ?,"
          + " master_incarnation = ?, grp = ?, visibility = ?, attributes = ?, expires = ?,"
          + " focus = ? WHERE id = ?";
  private static final String REMOVE =
      "DELETE FROM media WHERE id = ? AND sha256 = ? AND incarnation IS ?";
  static final String EXPIRED =
      "SELECT id, expires FROM media WHERE expires <= ? AND (expires, id) > (?, ?)"
          + " ORDER BY expires, id LIMIT ?";

  private final DamagedRecords damaged = new DamagedRecords();
  private final SqliteConnections connections;

  private SqliteCatalog(SqliteConnections connections) {
    this.connections = connections;
  }

  /// Opens or creates the database `file`. On a full disk, `headroom` frees space.
  ///
  /// Errors: an `IOException` that names the file if it is not a database of Calotype.
  public static SqliteCatalog open(Path file, Headroom headroom, Telemetry telemetry)
      throws IOException {
    SqliteConnections.Threads threads = SqliteConnections.Threads.start(telemetry);
    try {
      return new SqliteCatalog(connected(file, headroom, threads));
    } catch (IOException | RuntimeException failed) {
      threads.close();
      throw failed;
    }
  }

  private static SqliteConnections connected(
      Path file, Headroom headroom, SqliteConnections.Threads threads) throws IOException {
    for (int retries = 0; ; retries++) {
      try {
        createPrivate(file);
        return new SqliteConnections(file, headroom, threads);
      } catch (SQLException e) {
        boolean full = SqliteConnections.full(file.toAbsolutePath().resolveSibling(""), e);
        if (!full || retries == Headroom.MAX_RETRIES || !headroom.free(Headroom.Need.REMOVE)) {
          String reason = full ? "the disk is full" : e.getMessage();
          throw new IOException("the catalog " + file + " cannot be opened: " + reason, e);
        }
      }
    }
  }

  /// Creates `file` with mode 0600 if it is absent. SQLite gives its log and index the mode of the
  /// database.
  private static void createPrivate(Path file) {
    try {
      PrivateFiles.create(file);
    } catch (IOException refused) {
      EventLog.debug("catalog.not-created"); // SQLite reports the reason when it opens the file
    }
  }

  @Override
  public boolean add(Media media) {
    return connections.write(connection -> {
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        MediaRow.bind(insert, media);
        return insert.executeUpdate() == 1;
      }
    });
  }

  @Override
  public Optional<Media> find(MediaId id) {
    return connections.read(connection -> found(connection, id));
  }

  private Optional<Media> found(Connection connection, MediaId id) throws SQLException {
    try (SqliteRecordReader reader = new SqliteRecordReader(connection, damaged)) {
      return reader.find(id);
    }
  }

  @Override
  public boolean taken(MediaId id) {
    return connections.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT 1 FROM media WHERE id = ?")) {
        select.setString(1, id.value());
        try (ResultSet row = select.executeQuery()) {
          return row.next();
        }
      }
    });
  }

  /// No other change can happen between the check and the update: there is only one writing
  /// connection.
  @Override
  public boolean replace(Media old, Media anew) {
    return connections.write(connection -> {
      if (!found(connection, old.id()).equals(Optional.of(old))) {
        return false;
      }
      try (PreparedStatement update = connection.prepareStatement(REPLACE)) {
        MediaRow.bindMaster(update, 1, anew.master());
        MediaRow.bindIncarnations(update, 4, anew);
        MediaRow.bindLabels(update, 6, anew.labels());
        MediaRow.bindExpiry(update, 9, anew);
        MediaRow.bindFocus(update, 10, anew.labels());
        update.setString(11, old.id().value());
        return update.executeUpdate() == 1;
      }
    });
  }

  @Override
  public boolean remove(Media media) {
    return connections.writeRemoval(connection -> {
      try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
        bindUpload(delete, media);
        return delete.executeUpdate() == 1;
      }
    });
  }

  private static void bindUpload(PreparedStatement delete, Media media) throws SQLException {
    delete.setString(1, media.id().value());
    delete.setString(2, media.original().digest().hex());
    delete.setString(3, MediaRow.text(media.original().incarnation()));
  }

  @Override
  public boolean expire(Media media, Instant now) {
    return connections.writeRemoval(connection -> {
      try (PreparedStatement delete = connection.prepareStatement(REMOVE + " AND expires <= ?")) {
        bindUpload(delete, media);
        delete.setLong(4, now.toEpochMilli());
        return delete.executeUpdate() == 1;
      }
    });
  }

  /// No other change can happen between the check and the deletion: there is only one writing
  /// connection.
  @Override
  public boolean removeDamaged(MediaId id) {
    boolean removed =
        connections.writeRemoval(connection -> {
          if (readable(connection, id)) {
            return false;
          }
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM media WHERE id = ?")) {
            delete.setString(1, id.value());
            return delete.executeUpdate() == 1;
          }
        });
    if (removed) {
      damaged.forget(id);
    }
    return removed;
  }

  private boolean readable(Connection connection, MediaId id) throws SQLException {
    try (SqliteRecordReader reader = new SqliteRecordReader(connection, damaged)) {
      return reader.readable(id.value()).isPresent();
    }
  }

  @Override
  public void noteFailure(Media media) {
    var _ = connections.write(connection -> EventSql.add(connection, MediaEvent.failed(media)));
  }

  /// The journal of this catalog. It ends with the catalog.
  public EventJournal events() {
    return new SqliteEventJournal(connections);
  }

  /// The tickets in the file of this catalog. They end with the catalog.
  public TicketStore tickets(Clock clock) {
    return new SqliteTickets(connections, clock);
  }

  @Override
  public void claim(DataSetClaim claim) throws IOException {
    requireNamed(claim.catalog());
    String identity = claim.identity();
    String recorded = connections.write(connection -> claimed(connection, claim));
    if (!recorded.equals(identity)) {
      throw new IOException(
          "the catalog belongs to another data set, %s, and the data folder is %s; restore the"
                  .formatted(recorded, identity)
              + " catalog and the originals from the same backup");
    }
  }

  /// Refuses a catalog that is not the one that the store of originals names.
  private void requireNamed(@Nullable String named) throws IOException {
    String own = identity();
    if (named != null && !named.equals(own)) {
      throw new IOException(
          "the originals belong to the catalog %s, and catalog.db in the data folder is %s; use the"
                  .formatted(named, own)
              + " data folder or the settings of that catalog, or restore its backup; only if its"
              + " records are lost for good, run: sqlite3 catalog.db \"UPDATE catalog SET identity ="
              + " '%s'\"; all originals are then orphans without records".formatted(named));
    }
  }

  @Override
  public String identity() {
    return connections.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement("SELECT identity FROM catalog");
          ResultSet row = select.executeQuery()) {
        return row.getString(1);
      }
    });
  }

  private static String claimed(Connection connection, DataSetClaim claim) throws SQLException {
    if (claim.created()) {
      try (Statement delete = connection.createStatement()) {
        delete.executeUpdate("DELETE FROM dataset");
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO dataset SELECT ? WHERE NOT EXISTS (SELECT 1 FROM dataset)")) {
      insert.setString(1, claim.identity());
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE dataset SET identity = ? WHERE identity = ?")) {
      update.setString(1, claim.identity());
      update.setString(2, claim.former());
      update.executeUpdate();
    }
    try (PreparedStatement select = connection.prepareStatement("SELECT identity FROM dataset");
        ResultSet row = select.executeQuery()) {
      return row.getString(1);
    }
  }

  /// Reads one record more than requested, to learn whether there is a next page.
  @Override
  public Page list(Query query) {
    List<Media> found = connections.read(connection -> listed(connection, query));
    if (found.size() <= query.limit()) {
      return new Page(found, null);
    }
    List<Media> items = found.subList(0, query.limit());
    return new Page(items, Cursor.after(items.getLast(), query.order()));
  }

  /// Merges the stretches of the index, and reads each record by its id.
  private List<Media> listed(Connection connection, Query query) throws SQLException {
    List<Media> found = new ArrayList<>();
    try (MergedStretches stretches = new MergedStretches(connection, query);
        SqliteRecordReader reader = new SqliteRecordReader(connection, damaged)) {
      String id = stretches.next();
      while (id != null && found.size() <= query.limit()) {
        reader.readable(id).ifPresent(found::add);
        id = stretches.next();
      }
    }
    return found;
  }

  @Override
  public ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit) {
    return connections.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(EXPIRED);
          SqliteRecordReader reader = new SqliteRecordReader(connection, damaged)) {
        select.setLong(1, now.toEpochMilli());
        select.setLong(2, after == null ? Long.MIN_VALUE : after.expires().toEpochMilli());
        select.setString(3, after == null ? "" : after.id());
        select.setInt(4, limit);
        return expired(select, reader, limit);
      }
    });
  }

  private static ExpiredPage expired(PreparedStatement select, SqliteRecordReader reader, int limit)
      throws SQLException {
    List<Media> found = new ArrayList<>();
    ExpiredPage.Place last = null;
    int rows = 0;
    try (ResultSet row = select.executeQuery()) {
      for (; row.next(); rows++) {
        last = new ExpiredPage.Place(Instant.ofEpochMilli(row.getLong(2)), row.getString(1));
        reader.readable(last.id()).ifPresent(found::add);
      }
    }
    return new ExpiredPage(found, rows < limit ? null : last);
  }

  @Override
  public Set<String> damaged() {
    return damaged.ids();
  }

  @Override
  public boolean ready() {
    try {
      return connections.read(connection -> {
        try (PreparedStatement select =
            connection.prepareStatement("SELECT count(*) FROM (SELECT 1 FROM media LIMIT 1)")) {
          return select.execute();
        }
      });
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
