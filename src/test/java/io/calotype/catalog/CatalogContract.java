package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Clip;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Life;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every [Catalog] promises. A subclass only says how to open one.
public abstract class CatalogContract {
  @SuppressWarnings("TimeInStaticInitializer") // all media of a run are created around one time
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  protected static final Media PHOTO = media("photo", NOW, null, labels(null));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private Catalog catalog;

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
  void add_thenFind_isTheSame() {
    assertThat(catalog.add(PHOTO)).isTrue();

    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
  }

  @Test
  void add_everyValueSet_comesBackAsItWas() {
    Media full =
        new Media(
            new MediaId("-_full"),
            new Original(MediaType.MP4, Long.MAX_VALUE, digest(7)),
            new Original(MediaType.PNG, Long.MAX_VALUE - 1, digest(8)),
            new Picture(
                new Dimensions(1, 65_535),
                false,
                new Facts(41, true, 6, "Display P3", new Clip(Long.MAX_VALUE, "h264", "aac"), true),
                new Placeholder("aGk=", "#7a8c91")),
            new Labels(
                new Group("cats"),
                Visibility.PRIVATE,
                Map.of("title", "\"é\" \\ \n \u0000 🐈", "empty", "", "'; DROP TABLE media", "x"),
                new FileName("Été \"1\".mp4")),
            Life.from(NOW, Duration.ofMillis(1)),
            Owner.ofSubject("ali\u0000ce"));

    catalog.add(full);

    assertThat(catalog.find(full.id())).contains(full);
  }

  @Test
  void add_takenId_changesNothing() {
    catalog.add(PHOTO);

    assertThat(catalog.add(media("photo", NOW.plusSeconds(1), null, labels("other")))).isFalse();
    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
  }

  @Test
  void add_idThatDiffersInCase_isAnother() {
    catalog.add(PHOTO);

    assertThat(catalog.add(media("PHOTO", NOW, null, labels(null)))).isTrue();
  }

  @Test
  void add_oneIdByManyAtOnce_hasOneWinner() {
    AtomicInteger winners = new AtomicInteger();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        crowd.execute(() -> winners.addAndGet(catalog.add(PHOTO) ? 1 : 0));
      }
    }

    assertThat(winners).hasValue(1);
  }

  @Test
  void find_neverAdded_isAbsent() {
    assertThat(catalog.find(PHOTO.id())).isEmpty();
  }

  @Test
  void replace_thenFindAndList_hasTheOtherMaster() {
    Media mortal = media("mortal", NOW, Duration.ofDays(99_999), labels("cats"));
    Media old = mastered(mortal, 1);
    catalog.add(old);

    assertThat(catalog.replace(old, mastered(mortal, 2))).isTrue();
    assertThat(catalog.find(old.id())).contains(mastered(mortal, 2));
    assertThat(catalog.list(new Query(9, null, new Group("cats"), null, null)).items())
        .containsExactly(mastered(mortal, 2));
    assertThat(catalog.remove(old.id())).isTrue();
    assertThat(catalog.list(new Query(9, null, null, null, null)).items()).isEmpty();
  }

  @Test
  void replace_whatIsNotThatAnyMore_changesNothing() {
    assertThat(catalog.replace(PHOTO, mastered(PHOTO, 1))).isFalse();
    assertThat(catalog.find(PHOTO.id())).isEmpty();

    catalog.add(mastered(PHOTO, 2));

    assertThat(catalog.replace(PHOTO, mastered(PHOTO, 1))).isFalse();
    assertThat(catalog.find(PHOTO.id())).contains(mastered(PHOTO, 2));
  }

  @Test
  void remove_thenFind_isAbsent() {
    catalog.add(PHOTO);

    assertThat(catalog.remove(PHOTO.id())).isTrue();
    assertThat(catalog.find(PHOTO.id())).isEmpty();
    assertThat(catalog.remove(PHOTO.id())).isFalse();
  }

  @Test
  void open_again_hasEverything() {
    catalog.add(PHOTO);
    catalog.close();

    catalog = open(folder);

    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
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
          int byTime = other.life().created().compareTo(one.life().created());
          return byTime != 0 ? byTime : other.id().compareTo(one.id());
        });
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
    catalog.remove(first.items().getLast().id()); // which the cursor names
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
  void expired_someAreOver_hasThoseUpToTheLimit() {
    catalog.add(media("ever", NOW, null, labels(null)));
    catalog.add(media("soon", NOW, Duration.ofSeconds(1), labels(null)));
    catalog.add(media("later", NOW, Duration.ofSeconds(60), labels(null)));

    assertThat(catalog.expired(NOW, 0, 10)).isEmpty();
    assertThat(ids(catalog.expired(NOW.plusSeconds(1), 0, 10))).containsExactly("soon");
    assertThat(catalog.expired(NOW.plusSeconds(61), 0, 10)).hasSize(2);
    assertThat(ids(catalog.expired(NOW.plusSeconds(61), 0, 1))).containsExactly("soon");
    assertThat(ids(catalog.expired(NOW.plusSeconds(61), 1, 9))).containsExactly("later");
    assertThat(catalog.expired(NOW.plusSeconds(61), 2, 9)).isEmpty();
  }

  @Test
  void list_aliveAtATime_hasNoneWhoseLifeIsOver() {
    Instant far = NOW.plus(Duration.ofDays(60_000)); // Redis itself drops what is over
    Group cats = new Group("cats");
    catalog.add(media("ever", NOW, null, labels("cats")));
    for (int i = 0; i < 5; i++) {
      Duration ttl = Duration.between(NOW, far);
      catalog.add(media("m" + i, NOW.plusSeconds(i), ttl, labels("cats")));
    }
    Query first = new Query(1, null, cats, null, null).aliveAt(far.plusSeconds(3));

    Page page = catalog.list(first);

    assertThat(ids(page.items())).containsExactly("m4");
    assertThat(
            ids(
                catalog
                    .list(new Query(9, page.next(), cats, null, null).aliveAt(far.plusSeconds(3)))
                    .items()))
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

  @Test
  void ready_open_isTrue() {
    assertThat(catalog.ready()).isTrue();
  }

  private List<Media> all(@Nullable Group group, @Nullable MediaKind kind, int limit) {
    List<Media> all = new ArrayList<>();
    Cursor after = null;
    do {
      Page page = catalog.list(new Query(limit, after, group, kind, null));
      all.addAll(page.items());
      after = page.next();
    } while (after != null);
    return all;
  }

  private static List<String> ids(List<Media> media) {
    return media.stream().map(m -> m.id().value()).toList();
  }

  private static Media owned(String id, int second, Visibility visibility, @Nullable Owner owner) {
    Media plain = at(id, second);
    Labels labels = new Labels(null, visibility, Map.of());
    return new Media(
        plain.id(), plain.original(), null, plain.picture(), labels, plain.life(), owner);
  }

  private static Media at(String id, int second) {
    return media(id, NOW.plusSeconds(second), null, labels(null));
  }

  private static Media mastered(Media media, int digest) {
    return new Media(
        media.id(),
        media.original(),
        new Original(MediaType.PNG, 99, digest(digest)),
        media.picture(),
        media.labels(),
        media.life(),
        media.owner());
  }

  private static Labels labels(@Nullable String group) {
    return new Labels(group == null ? null : new Group(group), Visibility.PUBLIC, Map.of());
  }

  private static Media media(String id, Instant created, @Nullable Duration ttl, Labels labels) {
    return new Media(
        new MediaId(id),
        new Original(MediaType.JPEG, 1_234, digest(1)),
        null,
        new Picture(new Dimensions(640, 480), true, Facts.PLAIN, null),
        labels,
        Life.from(created, ttl),
        null);
  }

  private static Sha256 digest(int seed) {
    return new Sha256(Integer.toHexString(seed).repeat(64));
  }
}
