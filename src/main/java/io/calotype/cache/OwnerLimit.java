package io.calotype.cache;

import io.calotype.disk.FileOperations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Limits the number of entries of one owner.
///
/// @param max the limit
/// @param last the entries that are evicted after all others
public record OwnerLimit(int max, Predicate<CacheKey> last) {
  /// Evicts entries of the owner of `written`, but not `written`. Entries requested at most once
  /// are evicted first, then the least recently used. If an entry cannot be deleted, the next one
  /// is evicted instead.
  void enforce(FolderTree tree, FrequencySketch frequencies, CacheKey written) throws IOException {
    OwnerFolder ownerFolder = tree.ownerFolder(written.owner());
    ownerFolder.locked(() -> enforced(ownerFolder, tree, frequencies, written));
  }

  private boolean enforced(
      OwnerFolder ownerFolder, FolderTree tree, FrequencySketch frequencies, CacheKey written)
      throws IOException {
    List<EntryName> names = ownerFolder.entries();
    if (names.size() <= max) {
      return false;
    }
    List<Ranked> ranked = new ArrayList<>();
    for (EntryName name : names) {
      if (!ownerFolder.key(name).equals(written)) {
        ownerFolder.attempt(
            "limit", () -> rank(ownerFolder, tree, frequencies, name).ifPresent(ranked::add));
      }
    }
    ranked.sort(Ranked.FIRST_TO_GO);
    int over = names.size() - max;
    for (Ranked one : ranked) {
      over -= over > 0 && deleted(ownerFolder, tree, one.name()) ? 1 : 0;
    }
    return true;
  }

  private Optional<Ranked> rank(
      OwnerFolder ownerFolder, FolderTree tree, FrequencySketch frequencies, EntryName name)
      throws IOException {
    CacheKey key = ownerFolder.key(name);
    FileOperations.Stat stat = tree.disk().find(ownerFolder.file(name));
    boolean often = frequencies.often(key);
    return stat == null
        ? Optional.empty()
        : Optional.of(new Ranked(name, last.test(key), often, stat.modified()));
  }

  private static boolean deleted(OwnerFolder ownerFolder, FolderTree tree, EntryName name) {
    return ownerFolder.attempt("limit", () -> tree.meters().evicted(ownerFolder.delete(name)));
  }

  /// An entry with the criteria of its eviction order.
  private record Ranked(EntryName name, boolean last, boolean often, long modified) {
    static final Comparator<Ranked> FIRST_TO_GO =
        Comparator.comparing(Ranked::last)
            .thenComparing(Ranked::often)
            .thenComparingLong(Ranked::modified)
            .thenComparing(one -> one.name().text());
  }
}
