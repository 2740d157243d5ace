package io.calotype.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.catalog.Selection;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.NoDamageStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.SourceWork;
import io.calotype.rendition.TestClusterWork;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroubledMediaTest {
  private static final int MANY = 1300;
  private static final RenditionSpec SMALL = RenditionSpec.still(new Dimensions(1, 1), Format.WEBP);

  private final FailureBackoff failures =
      new FailureBackoff(TestClusterWork.alone(), new Telemetry(), new TestClock());
  private final DamagedOriginals damages = NoDamageStore.damages(new Telemetry());

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private Catalog catalog;

  @SuppressWarnings("NullAway.Init")
  private TroubledMedia troubled;

  @BeforeEach
  void fill() throws IOException {
    catalog = SqliteFixture.open(folder.resolve("catalog.db"));
    troubled = new TroubledMedia(catalog, failures, damages);
    IntStream.range(0, MANY).forEach(i -> catalog.add(media(i)));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void page_fewAmongMany_hasAllOfThemAtOnce() {
    damages.note(media(3), OriginalCondition.LOST);
    damages.note(media(653), OriginalCondition.DAMAGED);
    fail(media(700));

    Page first = troubled.page(query(ListOrder.NEWEST, null, null, 9));

    assertThat(ids(first)).containsExactly("m700", "m653", "m3");
    assertThat(first.next()).isNull();
    assertThat(ids(troubled.page(query(ListOrder.OLDEST, null, null, 9))))
        .containsExactly("m3", "m653", "m700");
    assertThat(pages(ListOrder.NEWEST, 1)).containsExactly("m700", "m653", "m3");
    assertThat(pages(ListOrder.OLDEST, 2)).containsExactly("m3", "m653", "m700");
    assertThat(ids(troubled.page(query(ListOrder.NEWEST, Visibility.PRIVATE, null, 9))))
        .containsExactly("m700", "m3");
  }

  @Test
  void page_whatIsWholeAgainOrRemoved_isNotInIt() {
    damages.note(media(1), OriginalCondition.LOST);
    damages.note(media(2), OriginalCondition.LOST);
    damages.note(media(4), OriginalCondition.LOST);
    fail(media(5));
    damages.note(media(1), OriginalCondition.WHOLE);
    catalog.remove(media(2));
    failures.forget(media(5).original().digest());

    assertThat(ids(troubled.page(query(ListOrder.NEWEST, null, null, 9)))).containsExactly("m4");
  }

  /// As after a disk was not mounted.
  @Test
  void page_moreThanAPageReads_hasAllOfThemInShortPages() {
    List<String> lost =
        IntStream.range(0, MANY).filter(i -> i % 10 != 0).mapToObj(i -> "m" + i).toList();
    IntStream.range(0, MANY)
        .filter(i -> i % 10 != 0)
        .forEach(i -> damages.note(media(i), OriginalCondition.LOST));

    assertThat(pages(ListOrder.OLDEST, 150)).isEqualTo(lost);
    assertThat(pages(ListOrder.NEWEST, 150)).isEqualTo(lost.reversed());
  }

  private void fail(Media media) {
    Assertions.assertThatThrownBy(() ->
            failures.guard(
                new SourceWork(media.original().digest(), SMALL, SMALL.canonical()),
                () -> {
                  throw new MediaException(new Failure.Undecodable());
                }))
        .isInstanceOf(MediaException.class);
    failures.note(media, new Failure.Undecodable());
  }

  private List<String> pages(ListOrder order, int limit) {
    List<String> found = new ArrayList<>();
    Cursor after = null;
    do {
      Page page = troubled.page(query(order, null, after, limit));
      found.addAll(ids(page));
      after = page.next();
    } while (after != null);
    return found;
  }

  private static List<String> ids(Page page) {
    return page.items().stream().map(media -> media.id().value()).toList();
  }

  private static Query query(
      ListOrder order, @Nullable Visibility visibility, @Nullable Cursor after, int limit) {
    return new Query(limit, after, order, new Selection(null, null, visibility, null, null));
  }

  private static Media media(int number) {
    return new Media(
        new MediaId("m" + number),
        TestOriginals.of(MediaType.JPEG, 1, Sha256.ofText("m" + number)),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(null, number == 653 ? Visibility.PUBLIC : Visibility.PRIVATE, Map.of(), null),
        new Lifetime(Instant.ofEpochSecond(number), null),
        null);
  }
}
