package io.calotype.maintenance;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.media.Group;
import io.calotype.media.Media;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Scans records, the newest first.
final class RecordScan {
  private static final int BATCH = 200;

  private RecordScan() {}

  /// Passes every record of `group` to `visitor`, which may remove it.
  ///
  /// @param after the start position; null for the newest
  /// @param group null for all
  static void each(
      Catalog catalog, @Nullable Cursor after, @Nullable Group group, Consumer<Media> visitor) {
    @Nullable Cursor next = after;
    do {
      Page page = catalog.list(new Query(BATCH, next, group, null, null));
      page.items().forEach(visitor);
      next = page.next();
    } while (next != null);
  }
}
