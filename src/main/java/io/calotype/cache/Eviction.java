package io.calotype.cache;

import io.calotype.disk.FileOperations;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Evicts entries from the tree, in this approximate order: entries requested at most once before
/// entries requested more often, each group by least recent use. A step samples at least five
/// entries in random folders and evicts the first in that order of all candidates so far. With a
/// pool of 64 candidates a few samples come close to a true order (the approximation of Redis since
/// 3.0). An index of the other entries is not needed.
///
/// An entry that leaves the [AdmissionWindow] is compared with that candidate: the one requested
/// less often is evicted, and the older one if both are equal (TinyLFU). A scan that requests each
/// entry once therefore evicts its own entries, and not those in use. After a restart all
/// frequencies are 0, and the times of use alone decide. ADR-0016 has the numbers.
///
/// A candidate that was used or deleted since it was sampled is skipped. A folder that cannot be
/// read and an entry that cannot be deleted are skipped too.
final class Eviction {
  private static final int SAMPLES = 5;
  private static final int POOL = 64;
  private static final int PATIENCE = 32;
  private static final Comparator<Candidate> FIRST_TO_GO =
      Comparator.comparing(Candidate::often)
          .thenComparingLong(Candidate::modified)
          .thenComparing(Candidate::file);

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Candidate> pool = new TreeSet<>(FIRST_TO_GO);
  private final FolderTree tree;
  private final FrequencySketch frequencies;
  private final AdmissionWindow window;
  private final RandomGenerator random;

  Eviction(
      FolderTree tree,
      FrequencySketch frequencies,
      AdmissionWindow window,
      RandomGenerator random) {
    this.tree = tree;
    this.frequencies = frequencies;
    this.window = window;
    this.random = random;
  }

  /// Evicts entries until `enough` accepts the evicted bytes, or 32 steps in a row free nothing.
  /// Concurrent callers alternate, entry by entry.
  ///
  /// @return the entries that this call evicted, in bytes of the budget
  SweepResult evict(LongPredicate enough) {
    SweepResult evicted = SweepResult.NONE;
    int fruitless = 0;
    while (fruitless < PATIENCE && !enough.test(evicted.bytes())) {
      long freed = step(enough, evicted.bytes());
      fruitless = freed == 0 ? fruitless + 1 : 0;
      evicted = evicted.plus(new SweepResult(freed == 0 ? 0 : 1, freed));
    }
    return evicted;
  }

  private long step(LongPredicate enough, long bytes) {
    lock.lock();
    try {
      return enough.test(bytes) ? 0 : step();
    } finally {
      lock.unlock();
    }
  }

  private long step() {
    int seen = 0;
    for (int i = 0; i < SAMPLES && seen < SAMPLES; i++) {
      seen += sample();
    }
    while (pool.size() > POOL) {
      pool.pollLast();
    }
    Candidate victim = pool.pollFirst();
    CacheKey young = window.poll(victim == null);
    while (young != null && !wins(young, victim)) {
      OptionalLong freed = evictedYoung(young);
      if (freed.isPresent()) {
        returned(victim);
        return freed.getAsLong();
      }
      young = window.poll(victim == null);
    }
    return victim == null ? 0 : evicted(victim);
  }

  private boolean wins(CacheKey young, @Nullable Candidate victim) {
    return victim != null && frequencies.frequency(young) >= frequencies.frequency(victim.key());
  }

  private void returned(@Nullable Candidate victim) {
    if (victim != null) {
      pool.add(victim);
    }
  }

  /// Evicts the entry of a key that leaves the window. Empty if another program deleted its file.
  private OptionalLong evictedYoung(CacheKey key) {
    OwnerFolder ownerFolder = tree.ownerFolder(key.owner());
    try {
      return ownerFolder.locked(() -> {
        List<EntryName> names = ownerFolder.entries(key);
        long freed = 0;
        for (EntryName name : names) {
          freed += deleted(ownerFolder, name);
        }
        return names.isEmpty() ? OptionalLong.empty() : OptionalLong.of(freed);
      });
    } catch (IOException refused) {
      tree.faults().note("evict", refused);
      return OptionalLong.of(0);
    }
  }

  private long evicted(Candidate oldest) {
    try {
      return oldest.ownerFolder().locked(() -> evict(oldest));
    } catch (IOException refused) {
      tree.faults().note("evict", refused);
      return 0;
    }
  }

  /// Samples one folder at a random position of a full tree. If the tree has no folder there, picks
  /// one of the existing folders at each level.
  ///
  /// @return the number of entries in the folder
  private int sample() {
    try {
      return sampleAnywhere();
    } catch (IOException unreadable) {
      tree.faults().note("sample", unreadable);
      return 0;
    }
  }

  private int sampleAnywhere() throws IOException {
    int guess = random.nextInt(FolderTree.SHARDS);
    int seen = sample(guess, tree.level(guess, random.nextInt(FolderTree.SHARDS)));
    return seen > 0 ? seen : sampleLevels();
  }

  private int sampleLevels() throws IOException {
    List<Integer> shards = tree.used();
    if (shards.isEmpty()) {
      return 0;
    }
    int shard = any(shards);
    List<Path> levels = tree.levels(shard);
    return levels.isEmpty() ? 0 : sample(shard, any(levels));
  }

  private int sample(int shard, Path level) throws IOException {
    List<String> owners = tree.owners(level);
    return owners.isEmpty() ? 0 : sample(tree.ownerFolder(shard, level, any(owners)));
  }

  private int sample(OwnerFolder ownerFolder) throws IOException {
    List<EntryName> names = ownerFolder.locked(ownerFolder::entries);
    for (EntryName name : names) {
      Path file = ownerFolder.file(name);
      FileOperations.Stat stat = tree.disk().find(file);
      if (stat != null && !window.holds(ownerFolder.key(name))) {
        pool.add(
            new Candidate(
                ownerFolder,
                name,
                file,
                frequencies.often(ownerFolder.key(name)),
                stat.modified()));
      }
    }
    return names.size();
  }

  private long evict(Candidate oldest) throws IOException {
    FileOperations.Stat stat = tree.disk().find(oldest.file());
    boolean used = stat == null || stat.modified() != oldest.modified();
    return used || oldest.often() != frequencies.often(oldest.key())
        ? 0
        : deleted(oldest.ownerFolder(), oldest.name());
  }

  private long deleted(OwnerFolder ownerFolder, EntryName name) throws IOException {
    long freed = ownerFolder.delete(name);
    tree.meters().evicted(freed);
    CacheKey key = ownerFolder.key(name);
    EventLog.debug("evicted", "id", key.owner(), "rendition", key, "bytes", name.length());
    return freed;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// A sampled entry, with its frequency class and last use at that time.
  private record Candidate(
      OwnerFolder ownerFolder, EntryName name, Path file, boolean often, long modified) {
    CacheKey key() {
      return ownerFolder.key(name);
    }
  }
}
