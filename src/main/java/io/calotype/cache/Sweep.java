package io.calotype.cache;

import io.calotype.disk.FileOperations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Scans entries and deletes the condemned ones. The shard is locked for eight entries of one owner
/// at a time, so that other requests wait for eight entries at most.
final class Sweep {
  private static final int FEW = 8;

  private final FolderTree tree;
  private final Predicate<EntryInfo> condemned;
  private final RunMode mode;

  /// @param mode whether condemned entries are deleted or only counted
  Sweep(FolderTree tree, Predicate<EntryInfo> condemned, RunMode mode) {
    this.tree = tree;
    this.condemned = condemned;
    this.mode = mode;
  }

  /// Sweeps the entries of one owner.
  SweepResult of(OwnerFolder ownerFolder, String owner) throws IOException {
    SweepResult swept = SweepResult.NONE;
    List<EntryName> names = ownerFolder.locked(ownerFolder::entries);
    for (int start = 0; start < names.size(); start += FEW) {
      List<EntryName> few = names.subList(start, Math.min(names.size(), start + FEW));
      swept = swept.plus(ownerFolder.locked(() -> swept(ownerFolder, owner, few)));
    }
    return swept;
  }

  private SweepResult swept(OwnerFolder ownerFolder, String owner, List<EntryName> names) {
    SweepResult swept = SweepResult.NONE;
    for (EntryName name : names) {
      swept = swept.plus(swept(ownerFolder, owner, name));
    }
    if (mode == RunMode.APPLY && swept.entries() > 0) {
      ownerFolder.prune();
    }
    return swept;
  }

  /// Sweeps one entry. An entry that the disk refuses is logged and stays.
  private SweepResult swept(OwnerFolder ownerFolder, String owner, EntryName name) {
    try {
      FileOperations.Stat stat = tree.disk().find(ownerFolder.file(name));
      boolean doomed = stat != null && condemned.test(seen(owner, name, stat));
      if (doomed && mode == RunMode.APPLY) {
        ownerFolder.remove(name);
      }
      return doomed ? new SweepResult(1, name.length()) : SweepResult.NONE;
    } catch (IOException refused) {
      tree.faults().note("sweep", refused);
      return SweepResult.NONE;
    }
  }

  private static EntryInfo seen(String owner, EntryName name, FileOperations.Stat stat) {
    return new EntryInfo(name.key(owner), name.length(), Instant.ofEpochMilli(stat.modified()));
  }

  /// An operation on the folder of each owner that may fail with a disk error.
  @FunctionalInterface
  interface Visitor {
    void visit(OwnerFolder ownerFolder, String owner) throws IOException;
  }

  /// Passes every owner folder to `visitor`. A folder that cannot be listed is logged and skipped.
  /// An entry written meanwhile may be missed.
  static void each(FolderTree tree, Visitor visitor) throws IOException {
    for (int shard : tree.used()) {
      for (Path level : tree.listed(() -> tree.levels(shard))) {
        for (String owner : tree.listed(() -> tree.owners(level))) {
          visitor.visit(tree.ownerFolder(shard, level, owner), owner);
        }
      }
    }
  }
}
