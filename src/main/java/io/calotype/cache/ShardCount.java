package io.calotype.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The result of counting one shard.
///
/// @param entries the number of entries found
/// @param bytes their charge
/// @param unlisted the folders that could not be listed; neither number includes their entries
record ShardCount(long entries, long bytes, List<Path> unlisted) {
  /// The count of a shard without a folder.
  static final ShardCount EMPTY = new ShardCount(0, 0, List.of());

  /// Counts shard `number`, whose lock the caller holds. A folder that cannot be listed is skipped.
  static ShardCount of(FolderTree tree, int number) {
    List<Path> unlisted = new ArrayList<>();
    long entries = 0;
    long bytes = 0;
    for (Path level : listed(tree, tree.folder(number), unlisted, () -> tree.levels(number))) {
      for (String owner : listed(tree, level, unlisted, () -> tree.owners(level))) {
        OwnerFolder ownerFolder = tree.ownerFolder(number, level, owner);
        for (EntryName name : listed(tree, level.resolve(owner), unlisted, ownerFolder::entries)) {
          entries++;
          bytes += name.charge();
        }
      }
    }
    return new ShardCount(entries, bytes, List.copyOf(unlisted));
  }

  private static <T> List<T> listed(
      FolderTree tree, Path folder, List<Path> unlisted, ShardLock.Action<List<T>> listing) {
    try {
      return listing.run();
    } catch (IOException refused) {
      tree.faults().note("count", refused);
      unlisted.add(folder);
      return List.of();
    }
  }
}
