package io.calotype.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Goes through entries, one folder after the other, and deletes those that are condemned. A
/// folder's shard is locked while it is looked at, and nothing else is: who asks for something
/// meanwhile waits for one folder at the most.
final class Sweep {
  private final Tree tree;
  private final Predicate<Seen> condemned;
  private final boolean dry;

  /// @param dry whether nothing is deleted, and only counted
  Sweep(Tree tree, Predicate<Seen> condemned, boolean dry) {
    this.tree = tree;
    this.condemned = condemned;
    this.dry = dry;
  }

  /// Goes through all entries. What is written meanwhile may be missed.
  Swept all() throws IOException {
    Swept swept = Swept.NONE;
    for (int shard : tree.used()) {
      for (Path level : tree.levels(shard)) {
        for (String owner : tree.owners(level)) {
          swept = swept.plus(of(tree.shelf(shard, level, owner), owner));
        }
      }
    }
    return swept;
  }

  /// Goes through the entries of one owner.
  Swept of(String owner) throws IOException {
    return of(tree.shelf(owner), owner);
  }

  private Swept of(Shelf shelf, String owner) throws IOException {
    return shelf.locked(() -> {
      Swept swept = Swept.NONE;
      List<EntryName> names = shelf.entries();
      for (EntryName name : names) {
        Disk.Stat stat = tree.disk().find(shelf.file(name));
        if (stat != null && condemned.test(seen(owner, name, stat))) {
          swept = swept.plus(new Swept(1, name.length()));
          if (!dry) {
            shelf.remove(name);
          }
        }
      }
      if (!dry && swept.entries() > 0) {
        shelf.prune();
      }
      return swept;
    });
  }

  private static Seen seen(String owner, EntryName name, Disk.Stat stat) {
    return new Seen(name.key(owner), name.length(), Instant.ofEpochMilli(stat.modified()));
  }
}
