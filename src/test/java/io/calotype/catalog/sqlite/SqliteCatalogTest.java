package io.calotype.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.CatalogContract;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Query;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqliteCatalogTest extends CatalogContract {
  private static final Cursor AFTER = new Cursor(Instant.EPOCH, new MediaId("a"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path own;

  @Override
  protected Catalog open(Path folder) {
    try {
      return SqliteCatalog.open(folder.resolve("catalog.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Query> queries() {
    Group group = new Group("g");
    return Stream.of(
        new Query(50, null, null, null, null),
        new Query(50, AFTER, null, null, null),
        new Query(50, AFTER, group, null, null),
        new Query(50, AFTER, null, MediaKind.IMAGE, null),
        new Query(50, AFTER, group, MediaKind.IMAGE, null));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_whateverIsAsked_seeksInAnIndexAndNeverSorts(Query query) throws SQLException {
    SqliteCatalog ours = opened("plan.db");
    try (ours;
        Connection connection = connection("plan.db");
        PreparedStatement explain =
            connection.prepareStatement("EXPLAIN QUERY PLAN " + ListSql.of(query).text())) {
      ListSql.of(query).bind(explain);
      String plan = plan(explain);

      assertThat(plan).contains("USING INDEX").doesNotContain("TEMP B-TREE");
      assertThat(query.after() == null || plan.contains("SEARCH")).as(plan).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_forOneReader_seeksBothStretchesAndSortsNoMoreThanThem(Query query) throws SQLException {
    Query own =
        new Query(query.limit(), query.after(), query.group(), query.kind(), Owner.ofKey("a"));
    SqliteCatalog ours = opened("plan.db");
    try (ours;
        Connection connection = connection("plan.db");
        PreparedStatement explain =
            connection.prepareStatement("EXPLAIN QUERY PLAN " + ListSql.of(own).text())) {
      ListSql.of(own).bind(explain);

      assertThat(plan(explain).lines().filter(line -> line.contains("media")))
          .hasSize(2)
          .allMatch(line -> line.contains("SEARCH media USING INDEX media_readers"));
    }
  }

  @Test
  void open_noDatabase_namesTheFile() throws IOException {
    Path file =
        Files.writeString(own.resolve("text.db"), "this is a letter, not a database. ".repeat(99));

    assertThatThrownBy(() -> SqliteCatalog.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void open_newerSchema_saysSo() throws Exception {
    opened("new.db").close();
    try (Connection connection = connection("new.db");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }

    assertThatThrownBy(() -> opened("new.db"))
        .hasStackTraceContaining("newer Calotype (schema 99)");
  }

  @Test
  void open_schemaWithoutFileNames_keepsItsRecords() throws Exception {
    try (SqliteCatalog before = opened("old.db")) {
      before.add(PHOTO);
    }
    try (Connection connection = connection("old.db");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE media DROP COLUMN filename");
      statement.execute("ALTER TABLE media DROP COLUMN position");
      statement.execute("PRAGMA user_version = 3");
    }

    try (SqliteCatalog after = opened("old.db")) {
      assertThat(after.find(PHOTO.id())).contains(PHOTO);
    }
  }

  private SqliteCatalog opened(String name) {
    try {
      return SqliteCatalog.open(own.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Connection connection(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + own.resolve(name));
  }

  private static String plan(PreparedStatement explain) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet row = explain.executeQuery()) {
      while (row.next()) {
        plan.append(row.getString("detail")).append('\n');
      }
    }
    return plan.toString();
  }
}
