package io.calotype.maintenance;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.Owner;
import io.calotype.store.BatchRemoval;
import io.calotype.store.MediaStore;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Removes the media of a group.
public final class GroupRemoval {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final MediaStore store;

  /// Creates the removal of media that `catalog` lists, from `store`.
  public GroupRemoval(Catalog catalog, MediaStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  /// Removes the media of `group` that match `chosen`. One that cannot be removed does not stop the
  /// others. A media that changes meanwhile counts as not removed.
  ///
  /// @param reader considers only media that this owner may read; null for all
  public Removed remove(Group group, @Nullable Owner reader, Predicate<Media> chosen) {
    SkippedItems skipped = new SkippedItems("delete-group");
    int removed = 0;
    Cursor after = null;
    do {
      Page page = catalog.list(new Query(BATCH, after, group, null, reader));
      removed += remove(page.items().stream().filter(chosen).toList(), skipped);
      after = page.next();
    } while (after != null);
    return new Removed(removed, skipped.count());
  }

  private int remove(List<Media> all, SkippedItems skipped) {
    if (all.isEmpty()) {
      return 0;
    }
    try (BatchRemoval batch = store.removeEach(all)) {
      return (int)
          all.stream()
              .filter(media -> skipped.tried(media.id(), () -> batch.remove(media)))
              .count();
    }
  }

  /// The result of a removal.
  ///
  /// @param failed the number of media that could not be removed; the others are unaffected
  public record Removed(int removed, long failed) {}
}
