package io.calotype.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Shows all entries, one owner's after the other's. A folder's shard is locked while it is read,
/// and nothing is while it is shown.
final class Walk {
  private final Tree tree;

  Walk(Tree tree) {
    this.tree = tree;
  }

  /// Shows each owner with its entries to `visitor`, for as long as that wants more. What is
  /// written meanwhile may be missed.
  ///
  /// @return whether it has come to the end
  boolean all(BiPredicate<String, List<Seen>> visitor) throws IOException {
    for (int shard : tree.used()) {
      for (Path level : tree.levels(shard)) {
        for (String owner : tree.owners(level)) {
          List<Seen> entries = entries(tree.shelf(shard, level, owner));
          if (!visitor.test(owner, entries)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private List<Seen> entries(Shelf shelf) throws IOException {
    return shelf.locked(() -> {
      List<Seen> entries = new ArrayList<>();
      for (EntryName name : shelf.entries()) {
        Disk.Stat stat = tree.disk().find(shelf.file(name));
        if (stat != null) {
          Instant used = Instant.ofEpochMilli(stat.modified());
          entries.add(new Seen(shelf.key(name), name.length(), used));
        }
      }
      return entries;
    });
  }
}
