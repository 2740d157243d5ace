package io.calotype.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The space taken by entries in folders that cannot be listed.
///
/// Owners are spread over the shards by SHA-256. A partly counted shard is therefore assumed to
/// hold the mean of the completely counted ones. All estimates together take at most a quarter of
/// the budget, so that the rest of the cache stays useful.
///
/// @param folders the number of folders that cannot be listed
/// @param shards the number of shards that contain these folders
/// @param bytes the estimated charge of the entries in them
record SpaceEstimate(int folders, int shards, long bytes) {
  /// Every folder could be listed.
  static final SpaceEstimate NONE = new SpaceEstimate(0, 0, 0);

  private static final long MAX_SHARE = 4;

  /// The estimate from the last counts of `shards`.
  static SpaceEstimate of(List<ShardLock> shards, long budget) throws IOException {
    List<Path> unlisted = new ArrayList<>();
    List<Long> partial = new ArrayList<>();
    long whole = 0;
    for (ShardLock shard : shards) {
      List<Path> folders = shard.locked(shard::unlisted);
      unlisted.addAll(folders);
      long bytes = shard.locked(shard::bytes);
      if (folders.isEmpty()) {
        whole += bytes;
      } else {
        partial.add(bytes);
      }
    }
    long mean = whole / Math.max(1, shards.size() - partial.size());
    long missing = partial.stream().mapToLong(bytes -> Math.max(0, mean - bytes)).sum();
    return new SpaceEstimate(
        unlisted.size(), partial.size(), Math.min(missing, budget / MAX_SHARE));
  }

  /// Returns whether at least half of the shards were counted completely. Otherwise the mean is not
  /// reliable.
  boolean credible() {
    return shards <= FolderTree.SHARDS / 2;
  }
}
