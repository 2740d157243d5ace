package io.calotype.cache;

import io.calotype.disk.FileOperations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Iterates over all entries, owner by owner. A folder's shard is locked while the folder is read.
/// No lock is held while the visitor runs. A folder that cannot be read is logged and skipped.
final class CacheScan {
  private final FolderTree tree;

  CacheScan(FolderTree tree) {
    this.tree = tree;
  }

  /// Passes each owner with its entries to `visitor` until it returns false. Entries written
  /// meanwhile may be missed.
  ///
  /// @return whether the scan reached the end
  boolean all(BiPredicate<String, List<EntryInfo>> visitor) throws IOException {
    for (int shard : tree.used()) {
      for (Path level : tree.listed(() -> tree.levels(shard))) {
        for (String owner : tree.listed(() -> tree.owners(level))) {
          List<EntryInfo> entries =
              tree.listed(() -> entries(tree.ownerFolder(shard, level, owner)));
          if (!visitor.test(owner, entries)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private List<EntryInfo> entries(OwnerFolder ownerFolder) throws IOException {
    return ownerFolder.locked(() -> {
      List<EntryInfo> entries = new ArrayList<>();
      for (EntryName name : ownerFolder.entries()) {
        FileOperations.Stat stat = tree.disk().find(ownerFolder.file(name));
        if (stat != null) {
          Instant used = Instant.ofEpochMilli(stat.modified());
          entries.add(new EntryInfo(ownerFolder.key(name), name.length(), used));
        }
      }
      return entries;
    });
  }
}
