package io.calotype.cache;

import io.calotype.disk.FileOperations;
import io.calotype.disk.ReadThrottle;
import io.calotype.media.Content;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Resolves a key to verified bytes: first by the index, then by the owner's folder. A file is
/// verified if the index does not hold it, if its attributes changed, or if its content is read
/// anyway.
final class EntryLookup {
  private final FolderTree tree;
  private final FileOperations disk;
  private final EntryIndex index;
  private final DiskFaults faults;

  EntryLookup(FolderTree tree, DiskFaults faults) {
    this.tree = tree;
    this.faults = faults;
    this.disk = tree.disk();
    this.index = tree.index();
  }

  /// Returns the entry of `key`, in memory if it has at most `maxBytes` bytes.
  Optional<Content> find(CacheKey key, int maxBytes) throws IOException {
    IndexEntry known = index.use(key);
    return known != null && unchanged(key, known)
        ? content(key, known, maxBytes)
        : search(key, maxBytes);
  }

  /// Counts the shard again if the file of `known` is gone: another program deleted it and may have
  /// deleted more.
  void recountIfGone(CacheKey key, IndexEntry known) throws IOException {
    if (disk.find(known.content().path()) == null) {
      tree.ownerFolder(key.owner()).recount();
    }
  }

  /// Reads all entries of `owner`. Deletes damaged and unreadable ones, or only counts them.
  ScanTotals prove(String owner, RunMode mode, ReadThrottle throttle) throws IOException {
    OwnerFolder ownerFolder = tree.ownerFolder(owner);
    ScanTotals proved = ScanTotals.NONE;
    for (EntryName name : ownerFolder.locked(ownerFolder::entries)) {
      ScanTotals one = proved(ownerFolder, name, mode);
      proved = proved.plus(one);
      throttle.read(one.bytes());
    }
    return proved;
  }

  private ScanTotals proved(OwnerFolder ownerFolder, EntryName name, RunMode mode) {
    try {
      Path file = ownerFolder.file(name);
      FileOperations.Stat stat = disk.find(file);
      if (stat == null) {
        return ScanTotals.NONE;
      }
      if (!damagedOrUnreadable(file, stat, name)) {
        return ScanTotals.sound(name.length());
      }
      if (mode.dryRun()) {
        return ScanTotals.damaged(name.length());
      }
      return discarded(ownerFolder, name)
          ? ScanTotals.removed(name.length())
          : ScanTotals.sound(name.length());
    } catch (IOException refused) {
      faults.note("prove", refused);
      return ScanTotals.damaged(name.length());
    }
  }

  private boolean damagedOrUnreadable(Path file, FileOperations.Stat stat, EntryName name) {
    try {
      return damaged(file, stat, name);
    } catch (IOException unreadable) {
      faults.note("prove", unreadable);
      return true;
    }
  }

  private boolean damaged(Path file, FileOperations.Stat stat, EntryName name) throws IOException {
    try {
      return ChecksumCheck.of(disk, file, stat, name, 0) instanceof ChecksumCheck.Damaged;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private boolean unchanged(CacheKey key, IndexEntry known) throws IOException {
    FileOperations.Stat stat = disk.find(known.content().path());
    if (stat != null && known.describes(stat)) {
      return true;
    }
    if (index.drop(key, known.content().path()) && stat == null) {
      tree.ownerFolder(key.owner()).recount();
    }
    return false;
  }

  private Optional<Content> content(CacheKey key, IndexEntry known, int maxBytes)
      throws IOException {
    Content.InFile content = known.content();
    EntryName name = EntryName.parse(String.valueOf(content.path().getFileName()));
    return content.length() > maxBytes || name == null
        ? Optional.of(content)
        : check(key, tree.ownerFolder(key.owner()), name, maxBytes);
  }

  private Optional<Content> search(CacheKey key, int maxBytes) throws IOException {
    OwnerFolder ownerFolder = tree.ownerFolder(key.owner());
    List<EntryName> names = ownerFolder.locked(() -> ownerFolder.entries(key));
    for (EntryName name : names) {
      Optional<Content> found = attempt(key, ownerFolder, name, maxBytes);
      if (found.isPresent()) {
        return names.size() == 1 ? found : alone(key, ownerFolder, name, found);
      }
    }
    return Optional.empty();
  }

  /// Checks one of several entries of a key. A failure does not hide the others.
  private Optional<Content> attempt(
      CacheKey key, OwnerFolder ownerFolder, EntryName name, int maxBytes) {
    try {
      return check(key, ownerFolder, name, maxBytes);
    } catch (IOException fault) {
      faults.note("read", fault);
      return Optional.empty();
    }
  }

  private static Optional<Content> alone(
      CacheKey key, OwnerFolder ownerFolder, EntryName name, Optional<Content> found)
      throws IOException {
    ownerFolder.locked(() -> ownerFolder.keepOnly(key, name));
    return found;
  }

  private Optional<Content> check(
      CacheKey key, OwnerFolder ownerFolder, EntryName name, int maxBytes) throws IOException {
    Path file = ownerFolder.file(name);
    try {
      FileOperations.Stat stat = disk.stat(file);
      return switch (ChecksumCheck.of(disk, file, stat, name, maxBytes)) {
        case ChecksumCheck.Bytes read ->
            remember(key, ownerFolder, file, stat, new Content.InMemory(read.bytes()));
        case ChecksumCheck.Sound _ ->
            remember(key, ownerFolder, file, stat, new Content.InFile(file, name.length()));
        case ChecksumCheck.Damaged _ -> {
          discarded(ownerFolder, name);
          yield Optional.empty();
        }
      };
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /// Adds a verified entry to the index, unless its file was changed or deleted meanwhile.
  private Optional<Content> remember(
      CacheKey key, OwnerFolder ownerFolder, Path file, FileOperations.Stat stat, Content content)
      throws IOException {
    IndexEntry known = index.use(key);
    if (known == null || !known.content().path().equals(file) || !known.describes(stat)) {
      ownerFolder.locked(() -> rememberLocked(key, file, stat));
      index.use(key);
    }
    return Optional.of(content);
  }

  private boolean rememberLocked(CacheKey key, Path file, FileOperations.Stat stat)
      throws IOException {
    boolean same = disk.stat(file).equals(stat);
    if (same) {
      index.put(key, file, stat.length(), stat.modified());
    }
    return same;
  }

  /// Deletes a damaged entry. Returns false if it is gone meanwhile, or a sound file has replaced
  /// it.
  private boolean discarded(OwnerFolder ownerFolder, EntryName name) throws IOException {
    Path file = ownerFolder.file(name);
    return ownerFolder.locked(() -> {
      FileOperations.Stat stat = disk.find(file);
      boolean damaged = stat != null && damagedOrUnreadable(file, stat, name);
      if (damaged) {
        ownerFolder.delete(name);
        tree.meters().damaged();
      }
      return damaged;
    });
  }
}
