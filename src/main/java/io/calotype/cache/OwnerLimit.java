package io.calotype.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Keeps the number of entries of one owner within a limit.
///
/// @param most the limit
/// @param last the entries that go after all others
public record OwnerLimit(int most, Predicate<CacheKey> last) {
  /// Evicts entries of the owner of `written`, which stays itself: the entries asked for at most
  /// once go first, then those not used for longest.
  void enforce(Tree tree, FrequencySketch asked, CacheKey written) throws IOException {
    Shelf shelf = tree.shelf(written.owner());
    shelf.locked(() -> enforced(shelf, tree, asked, written));
  }

  private boolean enforced(Shelf shelf, Tree tree, FrequencySketch asked, CacheKey written)
      throws IOException {
    List<EntryName> names = shelf.entries();
    if (names.size() <= most) {
      return false;
    }
    List<Ranked> ranked = new ArrayList<>();
    for (EntryName name : names) {
      CacheKey key = shelf.key(name);
      Disk.Stat stat = tree.disk().find(shelf.file(name));
      if (stat != null && !key.equals(written)) {
        boolean often = asked.frequency(key) >= Eviction.OFTEN;
        ranked.add(new Ranked(name, last.test(key), often, stat.modified()));
      }
    }
    ranked.sort(Ranked.FIRST_TO_GO);
    for (Ranked one : ranked.subList(0, Math.min(ranked.size(), names.size() - most))) {
      tree.telemetry().evicted(1, shelf.delete(one.name()));
    }
    return true;
  }

  /// An entry with the reasons to keep it.
  private record Ranked(EntryName name, boolean last, boolean often, long modified) {
    static final Comparator<Ranked> FIRST_TO_GO =
        Comparator.comparing(Ranked::last)
            .thenComparing(Ranked::often)
            .thenComparingLong(Ranked::modified)
            .thenComparing(one -> one.name().text());
  }
}
