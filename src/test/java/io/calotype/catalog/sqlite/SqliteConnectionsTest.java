package io.calotype.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteConnectionsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Telemetry telemetry = new Telemetry();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /// A caller that waits for a connection and gives up tells nothing about the disk.
  @Test
  void read_givenUpInTheQueue_isNoStuckDisk() throws Exception {
    SqliteConnections.Threads threads =
        new SqliteConnections.Threads(
            DiskThreads.single("catalog-write", telemetry),
            new DiskThreads("catalog", SqliteConnections.READERS, LONG, telemetry));
    CountDownLatch busy = new CountDownLatch(SqliteConnections.READERS);
    CountDownLatch released = new CountDownLatch(1);
    try (SqliteConnections connections =
        new SqliteConnections(folder.resolve("catalog.db"), Headroom.NONE, threads)) {
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < SqliteConnections.READERS; i++) {
        readers.add(
            Thread.ofPlatform()
                .start(() ->
                    connections.read(_ -> {
                      busy.countDown();
                      await(released);
                      return 0;
                    })));
      }
      await(busy);
      Thread waiting =
          Thread.ofPlatform()
              .start(() ->
                  assertThatThrownBy(() -> connections.read(_ -> 0))
                      .isInstanceOf(MediaException.class));
      while (waiting.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }

      waiting.interrupt();
      waiting.join();

      assertThat(telemetry.sum("calotype_disk_stuck", "store", "catalog")).isZero();
      released.countDown();
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(connections.<Integer>read(_ -> 1)).isEqualTo(1);
    }
  }

  @Test
  void open_fileThatCannotBeUsed_leavesNothingOpen() throws Exception {
    Path file = folder.resolve("newer.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 999");
    }

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> SqliteFixture.open(file)).isInstanceOf(IOException.class);
    }

    assertThat(descriptors(file)).isZero();
  }

  private static long descriptors(Path file) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(descriptor -> leadsTo(descriptor, file)).count();
    }
  }

  private static boolean leadsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(file.toRealPath());
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private static void await(CountDownLatch latch) throws SQLException {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new SQLException(stopped);
    }
  }
}
