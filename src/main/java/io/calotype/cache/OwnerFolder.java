package io.calotype.cache;

import io.calotype.disk.FileOperations;
import io.calotype.media.Content;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The folder of one owner, which exists while it has entries. Every method but [#locked], [#file],
/// [#key], [#traces] and [#recount] must be called inside [#locked].
final class OwnerFolder {
  private final FolderTree tree;
  private final FileOperations disk;
  private final int number;
  private final ShardLock shard;
  private final Path level;
  private final String owner;
  private final Path folder;

  OwnerFolder(FolderTree tree, int number, Path level, String owner) {
    this.tree = tree;
    this.disk = tree.disk();
    this.number = number;
    this.shard = tree.shards().get(number);
    this.level = level;
    this.owner = owner;
    this.folder = level.resolve(owner);
  }

  /// Runs `action` under the lock of the shard, so that no other thread changes this folder.
  <T> T locked(ShardLock.Action<T> action) throws IOException {
    return shard.locked(action);
  }

  /// The file of the entry `name`.
  Path file(EntryName name) {
    return folder.resolve(name.text());
  }

  /// The key of the entry `name`.
  CacheKey key(EntryName name) {
    return name.key(owner);
  }

  /// Verifies the existing files of the `selected` keys and returns their state.
  List<CachedFile> traces(Predicate<CacheKey> selected) throws IOException {
    List<CachedFile> traces = new ArrayList<>();
    for (Path child : tree.children(folder)) {
      EntryName name = EntryName.parse(FolderTree.nameOf(child));
      if (name != null && selected.test(key(name))) {
        trace(name).ifPresent(traces::add);
      }
    }
    return traces;
  }

  private Optional<CachedFile> trace(EntryName name) throws IOException {
    Path file = file(name);
    FileOperations.Stat stat = disk.find(file);
    if (stat == null) {
      return Optional.empty();
    }
    boolean sound = !(ChecksumCheck.of(disk, file, stat, name, 0) instanceof ChecksumCheck.Damaged);
    Instant used = Instant.ofEpochMilli(stat.modified());
    String shown = tree.root().resolveSibling("").relativize(file).toString();
    return Optional.of(new CachedFile(key(name), shown, stat.length(), used, sound));
  }

  /// Counts the whole shard again. Must not be called inside [#locked] of another shard.
  void recount() throws IOException {
    tree.count(number, true);
  }

  /// Lists the entries of this folder by their names. Deletes foreign files; one that cannot be
  /// deleted is logged and skipped.
  List<EntryName> entries() throws IOException {
    List<Path> files = tree.children(folder);
    List<EntryName> entries = new ArrayList<>();
    for (Path file : files) {
      EntryName name = EntryName.parse(FolderTree.nameOf(file));
      if (name != null && name.length() <= tree.maxLength()) {
        entries.add(name);
      } else {
        attempt("delete foreign", () -> deleteForeign(file));
      }
    }
    if (entries.isEmpty() && !files.isEmpty()) {
      prune();
    }
    return entries;
  }

  /// The entries of `key`: more than one if a crash or a copy left several.
  List<EntryName> entries(CacheKey key) throws IOException {
    return entries().stream().filter(name -> name.names(key)).toList();
  }

  /// Moves a finished entry into the folder and replaces the earlier entries of the key.
  Content.InFile publish(CacheKey key, PendingEntry pending) throws IOException {
    EntryName name = pending.name(key);
    List<EntryName> before = entries(key);
    Path file = file(name);
    place(pending, file);
    if (before.contains(name)) {
      shard.drop(folder, name.charge());
    }
    shard.add(folder, name.charge());
    tree.index().put(key, file, name.length(), pending.modified());
    deleteOthers(before, name);
    return new Content.InFile(file, name.length());
  }

  /// Deletes the entries of `key` other than `kept`, if `kept` still exists.
  boolean keepOnly(CacheKey key, EntryName kept) throws IOException {
    List<EntryName> entries = entries(key);
    if (entries.contains(kept)) {
      deleteOthers(entries, kept);
    }
    return true;
  }

  /// Deletes one entry, and the folder with its last one.
  ///
  /// @return the charge of the entry
  long delete(EntryName name) throws IOException {
    remove(name);
    prune();
    return name.charge();
  }

  /// Returns whether the folder exists.
  boolean exists() throws IOException {
    return disk.find(folder) != null;
  }

  /// Deletes all entries and the folder. An entry that cannot be deleted is logged and stays.
  ///
  /// @return the charge of the deleted entries
  long clear() throws IOException {
    long freed = 0;
    for (EntryName name : entries()) {
      freed += attempt("remove", () -> remove(name)) ? name.charge() : 0;
    }
    prune();
    return freed;
  }

  private void deleteOthers(List<EntryName> entries, EntryName kept) {
    for (EntryName name : entries) {
      if (!name.equals(kept)) {
        attempt("replace", () -> remove(name));
      }
    }
  }

  /// Runs one of several independent steps. Logs a disk failure, so that the other steps continue.
  ///
  /// @return whether the step succeeded
  boolean attempt(String doing, Step step) {
    try {
      step.run();
      return true;
    } catch (IOException refused) {
      tree.faults().note(doing, refused);
      return false;
    }
  }

  /// A step that may fail with a disk error.
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /// Deletes one entry. The folder stays until [#prune], even without entries.
  void remove(EntryName name) throws IOException {
    Path file = file(name);
    tree.deleteAll(file);
    shard.drop(folder, name.charge());
    tree.index().deleted(key(name), file);
  }

  private void place(PendingEntry pending, Path file) throws IOException {
    try {
      pending.moveTo(file);
    } catch (IOException inTheWay) {
      makeWay(file);
      pending.moveTo(file);
    }
  }

  /// Creates the missing folders of `file`. Deletes a file in the place of one of them, and a
  /// folder in the place of `file`.
  private void makeWay(Path file) throws IOException {
    for (Path above : List.of(tree.folder(number), level, folder)) {
      deleteIf(above, false);
    }
    deleteIf(file, true);
    disk.createFolder(folder);
  }

  private void deleteIf(Path path, boolean folder) throws IOException {
    FileOperations.Stat stat = disk.find(path);
    if (stat != null && stat.folder() == folder) {
      deleteForeign(path);
    }
  }

  private void deleteForeign(Path path) throws IOException {
    tree.deleteAll(path);
    tree.meters().damaged();
  }

  /// Deletes the folder if it is empty, then each of the two levels above if it is empty too.
  void prune() {
    attempt("prune", this::pruneUpwards);
  }

  private void pruneUpwards() throws IOException {
    try {
      for (Path empty : List.of(folder, level, tree.folder(number))) {
        disk.delete(empty);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException end) {
      return;
    }
  }
}
