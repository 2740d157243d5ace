package io.calotype.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Goes through entries and deletes those that are condemned. The shard is locked for a few entries
/// of one owner at a time: who asks for something meanwhile waits for those at the most.
final class Sweep {
  private static final int FEW = 8;

  private final Tree tree;
  private final Predicate<Seen> condemned;
  private final boolean dry;

  /// @param dry whether nothing is deleted, and only counted
  Sweep(Tree tree, Predicate<Seen> condemned, boolean dry) {
    this.tree = tree;
    this.condemned = condemned;
    this.dry = dry;
  }

  /// Goes through the entries of one owner.
  Swept of(Shelf shelf, String owner) throws IOException {
    Swept swept = Swept.NONE;
    List<EntryName> names = shelf.locked(shelf::entries);
    for (int start = 0; start < names.size(); start += FEW) {
      List<EntryName> few = names.subList(start, Math.min(names.size(), start + FEW));
      swept = swept.plus(shelf.locked(() -> swept(shelf, owner, few)));
    }
    return swept;
  }

  private Swept swept(Shelf shelf, String owner, List<EntryName> names) {
    Swept swept = Swept.NONE;
    for (EntryName name : names) {
      swept = swept.plus(swept(shelf, owner, name));
    }
    if (!dry && swept.entries() > 0) {
      shelf.prune();
    }
    return swept;
  }

  /// An entry that the disk refuses is noted and stays; the others go on.
  private Swept swept(Shelf shelf, String owner, EntryName name) {
    try {
      Disk.Stat stat = tree.disk().find(shelf.file(name));
      boolean doomed = stat != null && condemned.test(seen(owner, name, stat));
      if (doomed && !dry) {
        shelf.remove(name);
      }
      return doomed ? new Swept(1, name.length()) : Swept.NONE;
    } catch (IOException refused) {
      tree.faults().note("sweep", refused);
      return Swept.NONE;
    }
  }

  private static Seen seen(String owner, EntryName name, Disk.Stat stat) {
    return new Seen(name.key(owner), name.length(), Instant.ofEpochMilli(stat.modified()));
  }

  /// Something that is done to the shelf of each owner, and that the disk may refuse.
  @FunctionalInterface
  interface Visitor {
    void visit(Shelf shelf, String owner) throws IOException;
  }

  /// Shows every shelf to `visitor`. A folder that cannot be listed is noted and passed over. An
  /// entry that is written meanwhile may be missed.
  static void each(Tree tree, Visitor visitor) throws IOException {
    for (int shard : tree.used()) {
      for (Path level : tree.listed(() -> tree.levels(shard))) {
        for (String owner : tree.listed(() -> tree.owners(level))) {
          visitor.visit(tree.shelf(shard, level, owner), owner);
        }
      }
    }
  }
}
