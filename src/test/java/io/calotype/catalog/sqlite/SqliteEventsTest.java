package io.calotype.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.EventJournal;
import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventsTest {
  @Test
  void drop_allEvents_keepsTheLastPosition(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("full.db");
    try (SqliteCatalog opened = SqliteFixture.open(file);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO events VALUES (7, 1, 'failed', 'a', NULL, '*', '*'),"
              + " (8, 2, 'failed', 'a', NULL, '*', '*')");

      EventSql.drop(connection);

      assertThat(opened.events().latest())
          .containsExactly(new JournalEntry(new EventPosition(0, 8), null));
    }
  }

  @Test
  void events_moreThanAreKept_loseTheOldest(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("busy.db");
    try (SqliteCatalog opened = SqliteFixture.open(file);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12500)"
              + " INSERT INTO events SELECT i, i, 'failed', 'photo', 'IMAGE', '*', '*' FROM n");

      List<JournalEntry> latest = opened.events().latest();

      assertThat(latest).hasSize(EventJournal.KEPT);
      assertThat(latest.getLast().position().number()).isEqualTo(12_500);
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM events")) {
        assertThat(row.getInt(1)).isBetween(10_000, 11_000);
      }
    }
  }
}
