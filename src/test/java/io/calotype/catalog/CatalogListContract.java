package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Facts;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.VideoInfo;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The behaviour of lists that every [Catalog] promises.
abstract class CatalogListContract {
  @SuppressWarnings("TimeInStaticInitializer") // all media of a run are created around one time
  static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  /// Redis itself drops what is over: an end that is far away, for lists at that time.
  static final Instant FAR = NOW.plus(Duration.ofDays(60_000));

  static final Selection EVERYTHING = new Selection(null, null, null, null, null);

  protected static final Media PHOTO = media("photo", NOW, null, labels(null));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  Catalog catalog;

  /// Opens a catalog in `folder`, with what the one before has left there.
  protected abstract Catalog open(Path folder);

  /// The catalog under test.
  protected final Catalog catalog() {
    return catalog;
  }

  @BeforeEach
  void openFirst() {
    catalog = open(folder);
  }

  @AfterEach
  void closeLast() {
    catalog.close();
  }

  @Test
  void list_inPages_isNewestFirstAndWhole() {
    List<Media> added =
        IntStream.range(0, 25).mapToObj(i -> at("m" + i, i / 3)).toList(); // three a second
    added.forEach(catalog::add);

    List<Media> listed = all(null, null, 4);

    assertThat(listed).containsExactlyInAnyOrderElementsOf(added);
    assertThat(listed)
        .isSortedAccordingTo((one, other) -> {
          int byTime = other.lifetime().created().compareTo(one.lifetime().created());
          return byTime != 0 ? byTime : other.id().compareTo(one.id());
        });
  }

  @Test
  void list_oldestFirst_isTheReverse() {
    IntStream.range(0, 25).forEach(i -> catalog.add(at("m" + i, i / 3))); // three a second

    List<Media> oldestFirst = pages(ListOrder.OLDEST, EVERYTHING, 4);

    assertThat(oldestFirst)
        .hasSize(25)
        .isEqualTo(pages(ListOrder.NEWEST, EVERYTHING, 7).reversed());
    assertThat(ids(oldestFirst)).startsWith("m0", "m1", "m2", "m3").endsWith("m24");
  }

  @Test
  void list_oldestFirstWhileOthersAddAndRemove_neitherRepeatsNorSkips() {
    IntStream.range(0, 10).forEach(i -> catalog.add(at("m" + i, i)));
    Page first = catalog.list(new Query(5, null, ListOrder.OLDEST, EVERYTHING));

    catalog.add(at("newer", 99));
    catalog.add(media("older", NOW.minusSeconds(9), null, labels(null)));
    catalog.remove(first.items().getLast()); // which the cursor names
    Page second = catalog.list(new Query(9, first.next(), ListOrder.OLDEST, EVERYTHING));

    assertThat(ids(second.items())).containsExactly("m5", "m6", "m7", "m8", "m9", "newer");
    assertThat(second.next()).isNull();
  }

  /// Every combination of conditions, in both orders, against a plain filter of all media.
  @ParameterizedTest
  @EnumSource(ListOrder.class)
  void list_anySelection_hasThoseMediaInOrder(ListOrder order) {
    List<Media> all = assorted();
    all.forEach(catalog::add);

    for (Group group : Arrays.asList(null, new Group("g0"), new Group("none"))) {
      for (MediaKind kind : Arrays.asList(null, MediaKind.IMAGE, MediaKind.VIDEO)) {
        for (Visibility visibility : Arrays.asList(null, Visibility.PUBLIC, Visibility.PRIVATE)) {
          for (Owner reader : Arrays.asList(null, Owner.ofKey("o0"), Owner.ofKey("none"))) {
            Selection selection = new Selection(group, kind, visibility, reader, FAR);
            List<String> expected =
                all.stream()
                    .filter(m -> group == null || group.equals(m.labels().group()))
                    .filter(m -> kind == null || kind == m.original().type().kind())
                    .filter(m -> visibility == null || visibility == m.labels().visibility())
                    .filter(m -> reader == null || m.open() || reader.equals(m.owner()))
                    .filter(m -> m.lifetime().expires() == null)
                    .map(m -> m.id().value())
                    .toList();

            assertThat(ids(pages(order, selection, 3)))
                .as("%s %s", order, selection)
                .isEqualTo(order == ListOrder.OLDEST ? expected : expected.reversed());
          }
        }
      }
    }
  }

  /// Media of every group, kind, visibility and owner, oldest first; two are created at a time, and
  /// every fifth ends at [#FAR].
  private static List<Media> assorted() {
    List<Media> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      boolean film = i % 4 == 3;
      all.add(
          new Media(
              new MediaId("m%03d".formatted(i)),
              TestOriginals.of(film ? MediaType.MP4 : MediaType.JPEG, 1_234, digest(1)),
              film ? TestOriginals.of(MediaType.PNG, 9, digest(2)) : null,
              new Picture(
                  new Dimensions(640, 480),
                  true,
                  film
                      ? new Facts(1, false, 1, null, new VideoInfo(9, "h264", null), false)
                      : Facts.PLAIN,
                  null),
              new Labels(
                  i % 3 == 2 ? null : new Group("g" + i % 3),
                  i % 7 < 4 ? Visibility.PUBLIC : Visibility.PRIVATE,
                  Map.of(),
                  null),
              new Lifetime(NOW.plusSeconds(i / 2), i % 5 == 4 ? FAR : null),
              i % 2 == 0 ? null : Owner.ofKey("o" + i / 2 % 2)));
    }
    return all;
  }

  /// A store without an index for them may answer short pages, and loses none.
  @Test
  void list_fewPrivateAmongMany_reachesAllOfThem() {
    for (int i = 0; i < 1_300; i++) {
      Visibility visibility = i % 650 == 3 ? Visibility.PRIVATE : Visibility.PUBLIC;
      catalog.add(owned("m" + i, i, visibility, null));
    }

    for (ListOrder order : ListOrder.values()) {
      Selection hidden = new Selection(null, null, Visibility.PRIVATE, null, null);
      assertThat(ids(pages(order, hidden, 1))).containsExactlyInAnyOrder("m3", "m653");
      assertThat(ids(pages(order, hidden, 50))).containsExactlyInAnyOrder("m3", "m653");
    }
  }

  @Test
  void list_lastPageFull_hasNoNext() {
    IntStream.range(0, 4).forEach(i -> catalog.add(at("m" + i, i)));

    assertThat(catalog.list(new Query(4, null, null, null, null)).next()).isNull();
    assertThat(catalog.list(new Query(3, null, null, null, null)).next()).isNotNull();
  }

  @Test
  void list_whileOthersAddAndRemove_neitherRepeatsNorSkips() {
    IntStream.range(0, 10).forEach(i -> catalog.add(at("m" + i, i)));
    Page first = catalog.list(new Query(5, null, null, null, null));

    catalog.add(at("newer", 99));
    catalog.remove(first.items().getLast()); // which the cursor names
    Page second = catalog.list(new Query(5, first.next(), null, null, null));

    assertThat(second.items())
        .extracting(m -> m.id().value())
        .containsExactly("m4", "m3", "m2", "m1", "m0");
  }

  @Test
  void list_byGroupAndKind_hasOnlyThose() {
    catalog.add(media("a", NOW, null, labels("one")));
    catalog.add(media("b", NOW, null, labels("two")));
    catalog.add(media("c", NOW, null, labels(null)));

    assertThat(ids(all(new Group("one"), null, 2))).containsExactly("a");
    assertThat(ids(all(new Group("one"), MediaKind.IMAGE, 2))).containsExactly("a");
    assertThat(all(new Group("one"), MediaKind.VIDEO, 2)).isEmpty();
    assertThat(ids(all(null, MediaKind.IMAGE, 2))).containsExactly("c", "b", "a");
    assertThat(all(new Group("none"), null, 2)).isEmpty();
  }

  @Test
  void list_aliveAtATime_hasNoneWhoseLifeIsOver() {
    Group cats = new Group("cats");
    catalog.add(media("ever", NOW, null, labels("cats")));
    for (int i = 0; i < 5; i++) {
      Duration ttl = Duration.between(NOW, FAR);
      catalog.add(media("m" + i, NOW.plusSeconds(i), ttl, labels("cats")));
    }
    Selection alive = new Selection(cats, null, null, null, FAR.plusSeconds(3));
    Query first = new Query(1, null, ListOrder.NEWEST, alive);

    Page page = catalog.list(first);

    assertThat(ids(page.items())).containsExactly("m4");
    assertThat(ids(catalog.list(new Query(9, page.next(), ListOrder.NEWEST, alive)).items()))
        .containsExactly("ever");
    assertThat(catalog.list(new Query(9, null, cats, null, null)).items()).hasSize(6);
  }

  @Test
  void list_forOneReader_hasPublicMediaAndItsOwn() {
    Owner alice = Owner.ofKey("alice");
    catalog.add(owned("open", 1, Visibility.PUBLIC, null));
    catalog.add(owned("open-bob", 2, Visibility.PUBLIC, Owner.ofKey("bob")));
    catalog.add(owned("own", 3, Visibility.PRIVATE, alice));
    catalog.add(owned("bob", 4, Visibility.PRIVATE, Owner.ofKey("bob")));
    catalog.add(owned("nobody", 5, Visibility.PRIVATE, null));
    catalog.add(owned("own-open", 6, Visibility.PUBLIC, alice));
    catalog.add(owned("namesake", 7, Visibility.PRIVATE, Owner.ofSubject("alice")));

    List<Media> seen = new ArrayList<>();
    Cursor after = null;
    do {
      Page page = catalog.list(new Query(1, after, null, MediaKind.IMAGE, alice));
      seen.addAll(page.items());
      after = page.next();
    } while (after != null);

    assertThat(ids(seen)).containsExactly("own-open", "own", "open-bob", "open");
  }

  private List<Media> all(@Nullable Group group, @Nullable MediaKind kind, int limit) {
    return pages(ListOrder.NEWEST, new Selection(group, kind, null, null, null), limit);
  }

  private List<Media> pages(ListOrder order, Selection selection, int limit) {
    List<Media> all = new ArrayList<>();
    Cursor after = null;
    do {
      Page page = catalog.list(new Query(limit, after, order, selection));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.items());
      after = page.next();
    } while (after != null);
    return all;
  }

  static List<String> ids(List<Media> media) {
    return media.stream().map(m -> m.id().value()).toList();
  }

  static Media owned(String id, int second, Visibility visibility, @Nullable Owner owner) {
    Media plain = at(id, second);
    Labels labels = new Labels(null, visibility, Map.of(), null);
    return new Media(
        plain.id(), plain.original(), null, plain.picture(), labels, plain.lifetime(), owner);
  }

  static Media at(String id, int second) {
    return media(id, NOW.plusSeconds(second), null, labels(null));
  }

  static Labels labels(@Nullable String group) {
    return new Labels(group == null ? null : new Group(group), Visibility.PUBLIC, Map.of(), null);
  }

  static Media media(String id, Instant created, @Nullable Duration ttl, Labels labels) {
    return new Media(
        new MediaId(id),
        TestOriginals.of(MediaType.JPEG, 1_234, digest(1)),
        null,
        new Picture(new Dimensions(640, 480), true, Facts.PLAIN, null),
        labels,
        Lifetime.from(created, ttl),
        null);
  }

  static Sha256 digest(int seed) {
    return new Sha256(Integer.toHexString(seed).repeat(64));
  }
}
