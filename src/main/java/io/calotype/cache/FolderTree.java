package io.calotype.cache;

import io.calotype.disk.FileOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The folder tree `<root>/ab/cd/<owner>/`, where `abcd` begins the SHA-256 of the owner, with the
/// space account of its shards.
///
/// @param shards one for each `ab`, in order
/// @param maxLength the longest possible entry; a name with a greater length is foreign
record FolderTree(
    Path root,
    FileOperations disk,
    EntryIndex index,
    DiskFaults faults,
    List<ShardLock> shards,
    long maxLength) {
  static final int SHARDS = 256;
  private static final int RADIX = 16;

  static List<ShardLock> uncounted(SpaceAccount account) {
    return Stream.generate(() -> new ShardLock(account)).limit(SHARDS).toList();
  }

  /// The metrics of the cache.
  CacheMeters meters() {
    return faults.meters();
  }

  /// The folder of `owner`. It need not exist.
  OwnerFolder ownerFolder(String owner) {
    byte[] hash = sha256(owner);
    int shard = Byte.toUnsignedInt(hash[0]);
    return ownerFolder(shard, level(shard, Byte.toUnsignedInt(hash[1])), owner);
  }

  /// The folder of `owner` in the second-level folder `level` of a shard.
  OwnerFolder ownerFolder(int shard, Path level, String owner) {
    return new OwnerFolder(this, shard, level, owner);
  }

  /// The numbers of the shards that have a folder.
  List<Integer> used() throws IOException {
    return levels(root).stream().map(name -> Integer.parseInt(name, RADIX)).toList();
  }

  /// Books the shards without a folder as empty, so that a new cache is counted at once. Must be
  /// called before anything else uses the tree.
  void countAbsent() throws IOException {
    List<Integer> used = used();
    for (int shard : IntStream.range(0, SHARDS).filter(s -> !used.contains(s)).toArray()) {
      shards.get(shard).count(ShardCount.EMPTY);
    }
  }

  /// Counts a shard. A shard that was counted completely is skipped unless `again`. A folder that
  /// cannot be listed is skipped.
  void count(int number, boolean again) throws IOException {
    ShardLock shard = shards.get(number);
    shard.locked(() -> (again || !shard.countedWhole()) && countLocked(shard, number));
  }

  private boolean countLocked(ShardLock shard, int number) {
    shard.count(ShardCount.of(this, number));
    return true;
  }

  /// The owners in one second-level folder.
  List<String> owners(Path level) throws IOException {
    return children(level).stream().map(FolderTree::nameOf).filter(CacheKey::safe).toList();
  }

  /// The second-level folder `number` of a shard. It need not exist.
  Path level(int shard, int number) {
    return folder(shard).resolve(HexFormat.of().toHexDigits((byte) number));
  }

  /// The second-level folders of a shard.
  List<Path> levels(int shard) throws IOException {
    Path folder = folder(shard);
    return levels(folder).stream().map(folder::resolve).toList();
  }

  /// The paths in `folder`. Empty if it is not a folder, such as at or below a link that leads to
  /// itself.
  List<Path> children(Path folder) throws IOException {
    try {
      return disk.list(folder);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException refused) {
      if (isFolder(folder)) {
        throw refused;
      }
      return List.of();
    }
  }

  /// Returns whether every name from the root down to `folder` is a folder.
  private boolean isFolder(Path folder) throws IOException {
    Path above = root;
    for (Path name : root.relativize(folder)) {
      above = above.resolve(name);
      FileOperations.Stat stat = disk.find(above);
      if (stat == null || !stat.folder()) {
        return false;
      }
    }
    return true;
  }

  /// Returns the result of `listing`. On a disk failure, logs it and returns an empty list.
  <T> List<T> listed(ShardLock.Action<List<T>> listing) {
    try {
      return listing.run();
    } catch (IOException refused) {
      faults.note("list", refused);
      return List.of();
    }
  }

  /// The last name of `path`. A byte that the locale cannot express becomes U+FFFD.
  static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// Deletes the file or folder `path` with its content.
  void deleteAll(Path path) throws IOException {
    if (disk.stat(path).folder()) {
      for (Path child : disk.list(path)) {
        deleteAll(child);
      }
    }
    disk.delete(path);
  }

  private List<String> levels(Path folder) throws IOException {
    return children(folder).stream().map(FolderTree::nameOf).filter(FolderTree::isLevel).toList();
  }

  /// The top folder of a shard.
  Path folder(int shard) {
    return root.resolve(HexFormat.of().toHexDigits((byte) shard));
  }

  private static boolean isLevel(String name) {
    return name.length() == 2 && isDigit(name.charAt(0)) && isDigit(name.charAt(1));
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
