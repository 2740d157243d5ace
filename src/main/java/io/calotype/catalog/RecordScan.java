package io.calotype.catalog;

import io.calotype.media.Group;
import io.calotype.media.Media;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Scans records, the newest first.
public final class RecordScan {
  private static final int BATCH = 200;

  private RecordScan() {}

  /// Passes every record of `group` to `visitor`, which may remove it.
  ///
  /// @param after the start position; null for the newest
  /// @param group null for all
  public static void each(
      Catalog catalog, @Nullable Cursor after, @Nullable Group group, Consumer<Media> visitor) {
    @Nullable Cursor next = after;
    do {
      Page page = catalog.list(new Query(BATCH, next, group, null, null));
      page.items().forEach(visitor);
      next = page.next();
    } while (next != null);
  }
}
