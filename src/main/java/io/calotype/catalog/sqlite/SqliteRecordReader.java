package io.calotype.catalog.sqlite;

import io.calotype.catalog.DamagedRecords;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/// Reads records by id with one prepared statement. A record that cannot be parsed is added to
/// [DamagedRecords]: a newer version may have written it, or the disk may have changed it.
final class SqliteRecordReader implements AutoCloseable {
  private static final String FIND = "SELECT " + MediaRow.COLUMNS + " FROM media WHERE id = ?";

  private final PreparedStatement select;
  private final DamagedRecords damaged;

  SqliteRecordReader(Connection connection, DamagedRecords damaged) throws SQLException {
    this.select = connection.prepareStatement(FIND);
    this.damaged = damaged;
  }

  /// Returns the record of `id`.
  ///
  /// Errors: `RecordDamaged` if it cannot be parsed.
  Optional<Media> find(MediaId id) throws SQLException {
    try {
      Optional<Media> found = read(id.value());
      damaged.forget(id);
      return found;
    } catch (UnreadableException unreadable) {
      damaged.note(id.value(), unreadable.reason);
      throw new MediaException(new Failure.RecordDamaged(id), unreadable.reason);
    }
  }

  /// Returns the record of the row `id`; empty if it cannot be parsed.
  Optional<Media> readable(String id) throws SQLException {
    try {
      Optional<Media> found = read(id);
      found.ifPresent(media -> damaged.forget(media.id()));
      return found;
    } catch (UnreadableException unreadable) {
      damaged.note(id, unreadable.reason);
      return Optional.empty();
    }
  }

  private Optional<Media> read(String id) throws SQLException {
    select.setString(1, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(MediaRow.read(row)) : Optional.empty();
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_CORRUPT.code) {
        throw new UnreadableException(e);
      }
      throw e;
    } catch (RuntimeException senseless) {
      throw new UnreadableException(senseless);
    }
  }

  @Override
  public void close() throws SQLException {
    select.close();
  }

  /// A row exists but is not a valid record.
  private static final class UnreadableException extends RuntimeException {
    private final transient Exception reason;

    UnreadableException(Exception reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
