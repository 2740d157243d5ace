package io.calotype.catalog.sqlite;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// One connection to write and a few to read, each used by one thread at a time.
///
/// Errors of both: `StorageFull` for a full disk, [IllegalStateException] for anything else.
final class Connections implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 5_000;
  private static final int LOG_BYTES = 16 << 20;

  private final ReentrantLock writing = new ReentrantLock();
  private final List<Connection> all = new ArrayList<>();
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final Connection writer;

  Connections(Path file) throws SQLException {
    writer = connect(file);
    Schema.migrate(writer);
    for (int i = 0; i < READERS; i++) {
      readers.add(connect(file));
    }
  }

  /// What is done with a connection.
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  <T> T write(Work<T> work) {
    writing.lock();
    try {
      return work.with(writer);
    } catch (SQLException e) {
      throw translated(e);
    } finally {
      writing.unlock();
    }
  }

  <T> T read(Work<T> work) {
    Connection reader = taken();
    try {
      return work.with(reader);
    } catch (SQLException e) {
      throw translated(e);
    } finally {
      readers.add(reader);
    }
  }

  private Connection taken() {
    try {
      return readers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the catalog", e);
    }
  }

  private Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalSizeLimit(LOG_BYTES);
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    all.add(connection);
    return connection;
  }

  private static RuntimeException translated(SQLException e) {
    int primary = e.getErrorCode() & 0xff;
    boolean full = primary == SQLiteErrorCode.SQLITE_FULL.code;
    return full
        ? new MediaException(new Failure.StorageFull(), e)
        : new IllegalStateException("the catalog has failed", e);
  }

  @Override
  public void close() {
    for (Connection connection : all.reversed()) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException("closing the catalog has failed", e);
      }
    }
  }
}
