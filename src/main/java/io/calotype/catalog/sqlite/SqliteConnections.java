package io.calotype.catalog.sqlite;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.failure.DiskFull;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// One connection for writes and four for reads, each used by one platform thread at a time: a file
/// system that hangs blocks only those threads. A write that a full disk refuses is retried after
/// space was freed.
///
/// Errors of reads and writes: `StorageFull`, `StoreUnavailable`; [IllegalStateException] for any
/// other error.
final class SqliteConnections implements AutoCloseable {
  static final int READERS = 4;

  /// How long SQLite waits for a lock of another process. It is shorter than the deadlines of a
  /// write and of a read, so that a locked file is reported as locked.
  private static final int WRITE_BUSY_MILLIS = 5_000;

  private static final int READ_BUSY_MILLIS = 2_000;
  private static final int LOG_BYTES = 16 << 20;

  private final WriteSignal written = new WriteSignal();
  private final Threads threads;
  private final List<Connection> all = new ArrayList<>();
  private final Queue<Connection> readers = new ConcurrentLinkedQueue<>();
  private final Path folder;
  private final Headroom headroom;
  private final Connection writer;

  /// Connects to `file`. On failure, closes the opened connections, but not `threads`.
  ///
  /// @param threads closed together with the connections
  SqliteConnections(Path file, Headroom headroom, Threads threads) throws SQLException {
    this.folder = file.toAbsolutePath().resolveSibling("");
    this.headroom = headroom;
    this.threads = threads;
    try {
      writer = connect(file, WRITE_BUSY_MILLIS);
      Schema.migrate(writer);
      for (int i = 0; i < READERS; i++) {
        readers.add(connect(file, READ_BUSY_MILLIS));
      }
    } catch (SQLException | RuntimeException failed) {
      disconnect();
      throw failed;
    }
  }

  /// The threads that use the connections: one for writes, and one for each reader. Reads wait in
  /// the queue of the pool. Waiting for a connection inside a thread would count as stuck.
  record Threads(DiskThreads writing, DiskThreads reading) implements AutoCloseable {
    static Threads start(Telemetry telemetry) {
      return new Threads(
          DiskThreads.single("catalog-write", telemetry),
          DiskThreads.of("catalog", READERS, telemetry));
    }

    @Override
    public void close() {
      writing.close();
      reading.close();
    }
  }

  /// An operation on a connection.
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /// Writes new data.
  <T> T write(Work<T> work) {
    return headroom.retry(Headroom.Need.STORE, () -> writeOnce(work));
  }

  /// Writes a removal. On a full disk it frees space by emptying the log of SQLite and the table of
  /// events, and uses the reserve if nothing else frees space.
  <T> T writeRemoval(Work<T> work) {
    AtomicBoolean refused = new AtomicBoolean();
    return headroom.retry(
        Headroom.Need.REMOVE,
        () -> {
          if (!refused.get()) {
            try {
              return writeOnce(work);
            } catch (MediaException full) {
              if (!(full.failure() instanceof Failure.StorageFull)) {
                throw full;
              }
              refused.set(true);
            }
          }
          emptyLog();
          return writeOnce(connection -> withoutEvents(connection, work));
        });
  }

  /// Runs `work` after the events were dropped, in one transaction. The event of a removal then
  /// uses their pages, and the file does not grow.
  private static <T> T withoutEvents(Connection connection, Work<T> work) throws SQLException {
    try (Statement transaction = connection.createStatement()) {
      transaction.execute("BEGIN IMMEDIATE");
      try {
        EventSql.drop(connection);
        T result = work.with(connection);
        transaction.execute("COMMIT");
        return result;
      } catch (SQLException | RuntimeException failed) {
        rollBack(transaction);
        throw failed;
      }
    }
  }

  private static void rollBack(Statement transaction) {
    try {
      transaction.execute("ROLLBACK");
    } catch (SQLException ended) { // by SQLite itself, after some errors
      EventLog.debug("catalog.rolled-back", "code", ended.getErrorCode());
    }
  }

  /// Moves the log into the database and truncates it, as far as the disk permits.
  private void emptyLog() {
    var _ =
        threads.writing.write(() -> {
          try (Statement checkpoint = writer.createStatement()) {
            return checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)");
          } catch (SQLException refused) {
            EventLog.debug("catalog.log-kept", "code", refused.getErrorCode());
            return false;
          }
        });
  }

  /// Runs `work` on the one writing thread.
  private <T> T writeOnce(Work<T> work) {
    T result =
        threads.writing.write(() -> {
          try {
            return work.with(writer);
          } catch (SQLException e) {
            throw translated(e);
          }
        });
    written.send();
    return result;
  }

  /// Signals each completed write.
  WriteSignal written() {
    return written;
  }

  <T> T read(Work<T> work) {
    return threads.reading.run(() -> {
      Connection reader = readers.remove(); // never empty: one for each thread
      try {
        return work.with(reader);
      } catch (SQLException e) {
        throw translated(e);
      } finally {
        readers.add(reader);
      }
    });
  }

  private Connection connect(Path file, int busyMillis) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(busyMillis);
    config.setJournalSizeLimit(LOG_BYTES);
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    all.add(connection);
    return connection;
  }

  /// Returns whether `e` is due to a full disk. SQLite has no separate code for a lack of inodes or
  /// quota.
  static boolean full(Path folder, SQLException e) {
    int primary = e.getErrorCode() & 0xff;
    boolean mayBe =
        primary == SQLiteErrorCode.SQLITE_IOERR.code
            || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code;
    return primary == SQLiteErrorCode.SQLITE_FULL.code || (mayBe && DiskFull.at(folder));
  }

  /// Translates errors of the disk and of locks to failures. Any other error is a bug.
  private RuntimeException translated(SQLException e) {
    if (full(folder, e)) {
      return new MediaException(new Failure.StorageFull(), e);
    }
    Failure failure =
        switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff)) {
          case SQLITE_BUSY, SQLITE_LOCKED -> unavailable(StoreFault.LOCKED);
          case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> unavailable(StoreFault.REFUSED);
          case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB ->
              unavailable(StoreFault.IO_ERROR);
          default -> null;
        };
    return failure == null
        ? new IllegalStateException("the catalog has failed", e)
        : new MediaException(failure, e);
  }

  private static Failure unavailable(StoreFault fault) {
    return new Failure.StoreUnavailable(fault);
  }

  @Override
  public void close() {
    threads.close();
    disconnect();
  }

  private void disconnect() {
    for (Connection connection : all.reversed()) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException("closing the catalog has failed", e);
      }
    }
  }
}
