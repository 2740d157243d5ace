package io.calotype.cache;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/// Takes entries out of the tree, those first that were not used for longest, as far as samples
/// tell: a step looks at a few entries in random folders and evicts the oldest entry that it or an
/// earlier step has seen and not evicted. With a pool of such candidates a few samples come close
/// to a true order (the approximation of Redis since 3.0), and nothing has to be known of entries
/// not looked at.
///
/// A candidate that was used or has gone since it was seen is passed over, and so is a folder that
/// cannot be read or an entry that cannot be deleted.
final class Eviction {
  private static final int SAMPLES = 5;
  private static final int POOL = 64;
  private static final int PATIENCE = 32;
  private static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparingLong(Candidate::modified).thenComparing(Candidate::file);

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Candidate> pool = new TreeSet<>(OLDEST_FIRST);
  private final Tree tree;
  private final RandomGenerator random;

  Eviction(Tree tree, RandomGenerator random) {
    this.tree = tree;
    this.random = random;
  }

  /// Evicts until `enough` holds of the bytes evicted so far, or nothing more is to be found.
  /// Several callers take turns, entry by entry.
  ///
  /// @return what this call has evicted, in bytes of the budget
  Swept evict(LongPredicate enough) {
    Swept evicted = Swept.NONE;
    int fruitless = 0;
    while (fruitless < PATIENCE && !enough.test(evicted.bytes())) {
      long freed = step(enough, evicted.bytes());
      fruitless = freed == 0 ? fruitless + 1 : 0;
      evicted = evicted.plus(new Swept(freed == 0 ? 0 : 1, freed));
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
    Candidate oldest = pool.pollFirst();
    return oldest == null ? 0 : evicted(oldest);
  }

  private long evicted(Candidate oldest) {
    try {
      return oldest.shelf().locked(() -> evict(oldest));
    } catch (IOException refused) {
      tree.faults().note("evict", refused);
      return 0;
    }
  }

  /// Looks into one folder: at a place where there would be one in a full tree; where there is
  /// none, it goes down the levels that there are.
  ///
  /// @return how many entries were seen
  private int sample() {
    try {
      return sampleAnywhere();
    } catch (IOException unreadable) {
      tree.faults().note("sample", unreadable);
      return 0;
    }
  }

  private int sampleAnywhere() throws IOException {
    int guess = random.nextInt(Tree.SHARDS);
    int seen = sample(guess, tree.level(guess, random.nextInt(Tree.SHARDS)));
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
    return owners.isEmpty() ? 0 : sample(tree.shelf(shard, level, any(owners)));
  }

  private int sample(Shelf shelf) throws IOException {
    List<EntryName> names = shelf.locked(shelf::entries);
    for (EntryName name : names) {
      Path file = shelf.file(name);
      Disk.Stat stat = tree.disk().find(file);
      if (stat != null) {
        pool.add(new Candidate(shelf, name, file, stat.modified()));
      }
    }
    return names.size();
  }

  private long evict(Candidate oldest) throws IOException {
    Disk.Stat stat = tree.disk().find(oldest.file());
    if (stat == null || stat.modified() != oldest.modified()) {
      return 0;
    }
    long freed = oldest.shelf().delete(oldest.name());
    tree.telemetry().evicted(1, freed);
    CacheKey key = oldest.shelf().key(oldest.name());
    EventLog.debug("evicted", "id", key.owner(), "rendition", key, "bytes", oldest.name().length());
    return freed;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// An entry that has been seen, with the last use that its file told of.
  private record Candidate(Shelf shelf, EntryName name, Path file, long modified) {}
}
