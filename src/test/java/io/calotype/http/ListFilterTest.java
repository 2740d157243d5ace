package io.calotype.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Life;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists by conditions without an index.
class ListFilterTest {
  private static final int MANY = 1300;

  @Test
  void page_byVisibility_walksAllOfThemInOrder(@TempDir Path folder) throws IOException {
    try (Catalog catalog = SqliteCatalog.open(folder.resolve("catalog.db"))) {
      for (int i = 0; i < MANY; i++) {
        catalog.add(media(i, i % 650 == 3 ? Visibility.PRIVATE : Visibility.PUBLIC));
      }
      ListFilter hidden = new ListFilter(Visibility.PRIVATE, null);

      List<String> found = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      Cursor after = null;
      do {
        Page page = hidden.page(catalog, query(1, after));
        page.items().forEach(media -> found.add(media.id().value()));
        sizes.add(page.items().size());
        after = page.next();
      } while (after != null);

      assertThat(found).containsExactly("m653", "m3");
      assertThat(sizes).containsExactly(1, 1, 0);
      assertThat(hidden.page(catalog, query(5, null)).next()).isNotNull();
      assertThat(new ListFilter(null, media -> false).page(catalog, query(9, null)).items())
          .isEmpty();
    }
  }

  private static Query query(int limit, @Nullable Cursor after) {
    return new Query(limit, after, null, null, null);
  }

  private static Media media(int number, Visibility visibility) {
    return new Media(
        new MediaId("m" + number),
        new Original(MediaType.JPEG, 1, new Sha256("1".repeat(64))),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(null, visibility, Map.of()),
        new Life(Instant.ofEpochSecond(number), null),
        null);
  }
}
