package io.calotype.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.CatalogContract;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.EventJournal;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.catalog.Selection;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.media.Facts;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteCatalogTest extends CatalogContract {
  private static final Cursor FIRST =
      new Cursor(Instant.EPOCH, new MediaId("first"), ListOrder.NEWEST);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path own;

  @Override
  protected Catalog open(Path folder) {
    try {
      return SqliteFixture.open(folder.resolve("catalog.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected EventJournal journal() {
    return ((SqliteCatalog) catalog()).events();
  }

  static Stream<Query> queries() {
    return Stream.of(ListOrder.values())
        .flatMap(order ->
            Stream.of(FIRST, new Cursor(Instant.EPOCH, new MediaId("a"), order))
                .flatMap(after -> selections().map(which -> query(order, after, which))));
  }

  private static Query query(ListOrder order, Cursor after, Selection selection) {
    return new Query(50, after.equals(FIRST) ? null : after, order, selection);
  }

  private static Stream<Selection> selections() {
    return Stream.of(Optional.<Group>empty(), Optional.of(new Group("g")))
        .flatMap(group ->
            Stream.of(Optional.<MediaKind>empty(), Optional.of(MediaKind.IMAGE))
                .flatMap(kind ->
                    Stream.of(Optional.<Instant>empty(), Optional.of(Instant.EPOCH))
                        .map(alive ->
                            new Selection(
                                group.orElse(null),
                                kind.orElse(null),
                                null,
                                null,
                                alive.orElse(null)))));
  }

  /// Also media whose life is over are passed over in the index alone.
  @ParameterizedTest
  @MethodSource("queries")
  void list_allMedia_seeksInAnIndexAloneAndNeverSorts(Query query) throws SQLException {
    String plan = plan(query);

    assertThat(plan).contains("USING COVERING INDEX").doesNotContain("TEMP B-TREE");
    assertThat(query.after() == null || plan.contains("SEARCH")).as(plan).isTrue();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_privateMedia_seeksInAPartialIndexAloneAndNeverSorts(Query query) throws SQLException {
    String plan = plan(with(query, Visibility.PRIVATE, null));

    assertThat(plan).contains("USING COVERING INDEX media_private").doesNotContain("TEMP B-TREE");
    assertThat(query.after() == null || plan.contains("SEARCH")).as(plan).isTrue();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_publicMedia_seeksInTheIndexByReadersAndNeverSorts(Query query) throws SQLException {
    for (Owner reader : Arrays.asList(null, Owner.ofKey("a"))) {
      assertSeeks(plan(with(query, Visibility.PUBLIC, reader)), query, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_forOneReader_seeksItsStretchesAndNeverSorts(Query query) throws SQLException {
    Owner reader = Owner.ofKey("a");

    assertSeeks(plan(with(query, null, reader)), query, 2);
    assertSeeks(plan(with(query, Visibility.PRIVATE, reader)), query, 1);
  }

  /// Every condition of equality is part of the seek.
  private static void assertSeeks(String plan, Query query, int stretches) {
    String sought =
        "(readers=?"
            + (query.selection().group() == null ? "" : " AND grp=?")
            + (query.selection().kind() == null ? "" : " AND kind=?");
    assertThat(plan.lines())
        .hasSize(stretches)
        .allMatch(line -> line.contains("SEARCH media USING INDEX media_readers"))
        .allMatch(line -> line.contains(sought));
  }

  private static Query with(Query query, @Nullable Visibility visibility, @Nullable Owner reader) {
    Selection of = query.selection();
    return new Query(
        query.limit(),
        query.after(),
        query.order(),
        new Selection(of.group(), of.kind(), visibility, reader, of.alive()));
  }

  @Test
  void expired_always_readsAlongTheIndex() throws SQLException {
    SqliteCatalog ours = opened("plan.db");
    try (ours;
        Connection connection = connection("plan.db");
        PreparedStatement explain =
            connection.prepareStatement("EXPLAIN QUERY PLAN " + SqliteCatalog.EXPIRED)) {
      assertThat(plan(explain))
          .contains("USING COVERING INDEX media_expires")
          .doesNotContain("TEMP B-TREE");
    }
  }

  private String plan(Query query) throws SQLException {
    SqliteCatalog ours = opened("plan.db");
    StringBuilder plan = new StringBuilder();
    try (ours;
        Connection connection = connection("plan.db")) {
      for (ListSql sql : ListSql.of(query)) {
        ListSql explained = new ListSql("EXPLAIN QUERY PLAN " + sql.text(), sql.values());
        try (PreparedStatement explain = explained.prepared(connection)) {
          plan.append(plan(explain));
        }
      }
    }
    return plan.toString();
  }

  /// A newer program, a changed bit, a value of another kind: each by its own column.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = 'HOLOGRAM'",
        "visibility = 'SECRET'",
        "sha256 = 'not hex'",
        "width = -1",
        "grp = 'no such letters: ü'",
        "attributes = '{\"a\":'",
        "attributes = '[]'",
        "owner = ''",
        "video_codec = 'h264', duration = -1, type = ''",
        "master_type = 'JPEG', master_sha256 = ''"
      })
  void damagedRecord_amongOthers_isPassedOverNamedAndRemovable(String change) throws Exception {
    MediaId damaged = new MediaId("b");
    try (SqliteCatalog catalog = opened("damaged.db")) {
      Stream.of("a", "b", "c").forEach(id -> catalog.add(photo(id)));
      damage("b", change);

      assertThat(catalog.list(new Query(2, null, null, null, null)).items())
          .extracting(media -> media.id().value())
          .containsExactly("c", "a");
      assertThat(catalog.damaged()).containsExactly("b");
      assertThat(catalog.taken(damaged)).isTrue();
      assertThat(catalog.add(photo("b"))).isFalse();
      assertThatThrownBy(() -> catalog.find(damaged))
          .isInstanceOfSatisfying(
              MediaException.class,
              e -> assertThat(e.failure()).isEqualTo(new Failure.RecordDamaged(damaged)));
      assertThat(catalog.removeDamaged(damaged)).isTrue();
      assertThat(catalog.damaged()).isEmpty();
      assertThat(catalog.add(photo("b"))).isTrue();
    }
  }

  @Test
  void list_moreDamagedRecordsThanAPage_stillReachesTheOthers() throws Exception {
    try (SqliteCatalog catalog = opened("damaged.db")) {
      IntStream.range(0, 50).forEach(i -> catalog.add(photo("m" + (10 + i))));
      damage("m", "type = 'HOLOGRAM' WHERE id > 'm10' --");

      Page page = catalog.list(new Query(5, null, null, null, null));

      assertThat(page.items()).extracting(media -> media.id().value()).containsExactly("m10");
      assertThat(page.next()).isNull();
      assertThat(catalog.damaged()).hasSize(49);
    }
  }

  @Test
  void add_lockedByAnotherProgram_isAKnownState() throws Exception {
    try (SqliteCatalog catalog = opened("locked.db");
        Connection other = connection("locked.db");
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      assertThatThrownBy(() -> catalog.add(photo("a")))
          .isInstanceOfSatisfying(
              MediaException.class,
              e ->
                  assertThat(e.failure())
                      .isEqualTo(new Failure.StoreUnavailable(StoreFault.LOCKED)));
    }
  }

  private void damage(String id, String change) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + own.resolve("damaged.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE media SET " + change + " WHERE id = '" + id + "'");
    }
  }

  private static Media photo(String id) {
    return photo(id, Visibility.PUBLIC);
  }

  private static Media photo(String id, Visibility visibility) {
    return new Media(
        new MediaId(id),
        TestOriginals.of(MediaType.JPEG, 1, Sha256.ofText(id)),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(null, visibility, Map.of(), null),
        Lifetime.from(Instant.EPOCH, null),
        null);
  }

  @Test
  void open_noDatabase_namesTheFile() throws IOException {
    Path file =
        Files.writeString(own.resolve("text.db"), "this is a letter, not a database. ".repeat(99));

    assertThatThrownBy(() -> SqliteFixture.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void open_newDatabase_isForItsOwnerAlone() throws Exception {
    try (SqliteCatalog catalog = opened("new.db")) {
      catalog.add(photo("a"));

      for (String name : List.of("new.db", "new.db-wal", "new.db-shm")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve(name))))
            .as(name)
            .isEqualTo("rw-------");
      }
    }
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
      for (String index : List.of("", "_kind", "_group", "_group_kind")) {
        statement.execute("DROP INDEX media_private" + index);
      }
      statement.execute("DROP INDEX media_readers_group_kind");
      SqliteFixture.dropLatestSteps(statement);
      statement.execute("ALTER TABLE media DROP COLUMN filename");
      statement.execute("ALTER TABLE media DROP COLUMN position");
      statement.execute("PRAGMA user_version = 3");
    }

    try (SqliteCatalog after = opened("old.db")) {
      assertThat(after.find(PHOTO.id())).contains(withoutIncarnation(PHOTO));
      assertThat(after.remove(withoutIncarnation(PHOTO))).isTrue();
    }
  }

  @Test
  void open_schemaWithoutIndexesByVisibility_listsTheOldRecords() throws Exception {
    Media hidden = photo("hidden", Visibility.PRIVATE);
    try (SqliteCatalog before = opened("old.db")) {
      before.add(PHOTO);
      before.add(hidden);
    }
    try (Connection connection = connection("old.db");
        Statement statement = connection.createStatement()) {
      for (String index : List.of("", "_kind", "_group", "_group_kind")) {
        statement.execute("DROP INDEX media_private" + index);
      }
      statement.execute("DROP INDEX media_readers_group_kind");
      SqliteFixture.dropLatestSteps(statement);
      statement.execute("PRAGMA user_version = 6");
    }

    try (SqliteCatalog after = opened("old.db")) {
      Selection selection = new Selection(null, null, Visibility.PRIVATE, null, null);
      assertThat(after.list(new Query(9, null, ListOrder.OLDEST, selection)).items())
          .containsExactly(withoutIncarnation(hidden));
    }
    try (Connection connection = connection("old.db");
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("PRAGMA user_version")) {
      assertThat(version.getInt(1)).isEqualTo(12);
    }
  }

  /// The same media as an earlier version has stored it.
  private static Media withoutIncarnation(Media media) {
    Original original = media.original();
    return media.storedAs(
        new Original(original.type(), original.bytes(), original.digest(), null), null);
  }

  private SqliteCatalog opened(String name) {
    try {
      return SqliteFixture.open(own.resolve(name));
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
