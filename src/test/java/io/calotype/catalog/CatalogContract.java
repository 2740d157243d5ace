package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.TestOriginals;
import io.calotype.media.VideoInfo;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Focus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The behaviour that every [Catalog] promises. A subclass only opens one.
public abstract class CatalogContract extends CatalogRemovalContract {
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
            TestOriginals.of(MediaType.MP4, Long.MAX_VALUE, digest(7)),
            TestOriginals.of(MediaType.PNG, Long.MAX_VALUE - 1, digest(8)),
            new Picture(
                new Dimensions(1, 65_535),
                false,
                new Facts(
                    41, true, 6, "Display P3", new VideoInfo(Long.MAX_VALUE, "h264", "aac"), true),
                new Placeholder("aGk=", "#7a8c91")),
            new Labels(
                new Group("cats"),
                Visibility.PRIVATE,
                Map.of("title", "\"é\" \\ \n \u0000 🐈", "empty", "", "'; DROP TABLE media", "x"),
                new FileName("Été \"1\".mp4"),
                new Focus(7, 100)),
            Lifetime.from(NOW, Duration.ofMillis(1)),
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
    assertThat(catalog.remove(old)).isTrue();
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
  void replace_otherCopies_areNamedAfterwards() {
    catalog.add(PHOTO);
    Media anew = PHOTO.storedAs(PHOTO.original().again(), PHOTO.master());

    assertThat(catalog.replace(PHOTO, anew)).isTrue();
    assertThat(catalog.find(PHOTO.id())).contains(anew);
    assertThat(catalog.remove(PHOTO)).isFalse();
  }

  @Test
  void replace_otherLabels_areFoundAndListed() {
    Media old = media("photo", NOW, null, labels("cats", Visibility.PUBLIC, Map.of("a", "1")));
    Media anew =
        old.labelled(
            new Labels(
                new Group("dogs"),
                Visibility.PRIVATE,
                Map.of("b", "2", "cached", "no"),
                null,
                new Focus(25, 50)));
    catalog.add(old);

    assertThat(catalog.replace(old, anew)).isTrue();
    assertThat(catalog.find(old.id())).contains(anew);
    assertThat(listed("cats", null)).isEmpty();
    assertThat(listed("dogs", Visibility.PRIVATE)).containsExactly(anew);
    assertThat(listed(null, Visibility.PUBLIC)).isEmpty();
    assertThat(listed(null, null)).containsExactly(anew);

    assertThat(catalog.replace(anew, old)).isTrue();
    assertThat(listed("cats", Visibility.PUBLIC)).containsExactly(old);
    assertThat(listed("dogs", null)).isEmpty();
    assertThat(listed(null, Visibility.PRIVATE)).isEmpty();
    assertThat(catalog.remove(old)).isTrue();
    assertThat(listed(null, null)).isEmpty();
  }

  @Test
  void replace_expirySetMovedAndRemoved_isFoundAndExpires() {
    Media mortal = PHOTO.living(new Lifetime(NOW, NOW.plusSeconds(99_999)));
    Media longer = PHOTO.living(new Lifetime(NOW, NOW.plusSeconds(199_999)));
    catalog.add(PHOTO);

    assertThat(catalog.replace(PHOTO, mortal)).isTrue();
    assertThat(catalog.find(PHOTO.id())).contains(mortal);
    assertThat(catalog.expired(NOW.plusSeconds(99_999), null, 9).items()).containsExactly(mortal);
    assertThat(catalog.replace(mortal, longer)).isTrue();
    assertThat(catalog.find(PHOTO.id())).contains(longer);
    assertThat(catalog.expired(NOW.plusSeconds(99_999), null, 9).items()).isEmpty();
    assertThat(catalog.expired(NOW.plusSeconds(199_999), null, 9).items()).containsExactly(longer);
    assertThat(catalog.replace(longer, PHOTO)).isTrue();
    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
    assertThat(catalog.expired(FAR, null, 9).items()).isEmpty();
  }

  /// Only one of several changes that start from the same state may succeed.
  @Test
  void replace_sameStateByMany_hasOneWinner() {
    catalog.add(PHOTO);
    Queue<Media> winners = new ConcurrentLinkedQueue<>();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        Media anew = PHOTO.labelled(labels("g" + i, Visibility.PUBLIC, Map.of()));
        crowd.execute(() -> {
          if (catalog.replace(PHOTO, anew)) {
            winners.add(anew);
          }
        });
      }
    }

    assertThat(winners).hasSize(1);
    assertThat(catalog.find(PHOTO.id())).contains(winners.element());
    assertThat(listed(null, null)).containsExactly(winners.element());
  }

  /// A reader that meets a change halfway must not repair lists that are right.
  @Test
  void replace_backAndForthWhileListsAreRead_staysListed() {
    Media shown = media("photo", NOW, null, labels("cats", Visibility.PUBLIC, Map.of()));
    Media hidden = shown.labelled(labels("dogs", Visibility.PRIVATE, Map.of()));
    catalog.add(shown);
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String group : List.of("cats", "dogs")) {
        crowd.execute(() -> {
          while (!done.get()) {
            var _ = listed(group, null);
          }
        });
      }
      for (int i = 0; i < 50; i++) {
        assertThat(catalog.replace(shown, hidden)).isTrue();
        assertThat(catalog.replace(hidden, shown)).isTrue();
      }
      done.set(true);
    }

    assertThat(listed("cats", Visibility.PUBLIC)).containsExactly(shown);
    assertThat(listed(null, null)).containsExactly(shown);
    assertThat(listed("dogs", null)).isEmpty();
  }

  @Test
  void replace_whileItIsRemoved_neverBringsItBack() {
    for (int i = 0; i < 20; i++) {
      Media old = media("m" + i, NOW, null, labels("cats"));
      Media anew = old.labelled(labels("dogs"));
      catalog.add(old);
      try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
        crowd.execute(() -> catalog.replace(old, anew));
        crowd.execute(() -> assertThat(catalog.remove(old)).isTrue());
      }

      assertThat(catalog.find(old.id())).isEmpty();
      assertThat(listed(null, null)).isEmpty();
    }
  }

  private List<Media> listed(@Nullable String group, @Nullable Visibility visibility) {
    Group of = group == null ? null : new Group(group);
    Selection selection = new Selection(of, null, visibility, null, null);
    return catalog.list(new Query(9, null, ListOrder.NEWEST, selection)).items();
  }

  private static Labels labels(
      String group, Visibility visibility, Map<String, String> attributes) {
    return new Labels(new Group(group), visibility, attributes, null);
  }

  @Test
  void claim_dataSetThatMoves_replacesTheFormerOne() throws IOException {
    catalog.claim(new DataSetClaim("files:one", false, null));

    catalog.claim(new DataSetClaim("s3:two", false, null, "files:one"));

    catalog.claim(new DataSetClaim("s3:two", false, null));
    assertThatThrownBy(() -> catalog.claim(new DataSetClaim("files:one", false, null)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void claim_anotherDataSet_isRefusedWithBothNames() throws IOException {
    catalog.claim(new DataSetClaim("files:one", false, null));
    catalog.claim(new DataSetClaim("files:one", false, null));

    assertThatThrownBy(() -> catalog.claim(new DataSetClaim("files:two", false, null)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("files:one", "files:two");
  }

  @Test
  void open_again_hasEverything() {
    catalog.add(PHOTO);
    catalog.close();

    catalog = open(folder);

    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
  }

  @Test
  void expired_someAreOver_hasThoseUpToTheLimit() {
    catalog.add(media("ever", NOW, null, labels(null)));
    catalog.add(media("soon", NOW, Duration.ofSeconds(1), labels(null)));
    catalog.add(media("later", NOW, Duration.ofSeconds(60), labels(null)));

    assertThat(catalog.expired(NOW, null, 10).items()).isEmpty();
    assertThat(ids(catalog.expired(NOW.plusSeconds(1), null, 10).items())).containsExactly("soon");
    assertThat(catalog.expired(NOW.plusSeconds(61), null, 10).items()).hasSize(2);
    assertThat(ids(catalog.expired(NOW.plusSeconds(61), null, 1).items())).containsExactly("soon");
  }

  /// Many end at one time, and half of them are removed on the way.
  @Test
  void expired_pageByPage_hasEachOnce() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      all.add("m%02d".formatted(i));
      catalog.add(media(all.getLast(), NOW, Duration.ofSeconds(i < 20 ? 1 : i), labels(null)));
    }
    List<String> seen = new ArrayList<>();
    ExpiredPage.Place place = null;
    do {
      ExpiredPage page = catalog.expired(NOW.plusSeconds(60), place, 4);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(4);
      seen.addAll(ids(page.items()));
      page.items().stream()
          .filter(media -> all.indexOf(media.id().value()) % 2 == 0)
          .forEach(media -> catalog.remove(media));
      place = page.next();
    } while (place != null);

    assertThat(seen).isEqualTo(all);
    assertThat(ids(catalog.expired(NOW.plusSeconds(60), null, 100).items())).hasSize(12);
  }

  @Test
  void ready_open_isTrue() {
    assertThat(catalog.ready()).isTrue();
  }

  private static Media mastered(Media media, int digest) {
    return new Media(
        media.id(),
        media.original(),
        TestOriginals.of(MediaType.PNG, 99, digest(digest)),
        media.picture(),
        media.labels(),
        media.lifetime(),
        media.owner());
  }
}
