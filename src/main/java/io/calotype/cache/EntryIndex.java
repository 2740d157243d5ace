package io.calotype.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.media.Content;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The entries that were checked and used last, in memory and bounded in number. It is no truth of
/// its own: what falls out of it is checked again.
///
/// A use is told to the disk as the file's modification time, at most once an hour an entry, on a
/// virtual thread. The index learns the new time before the file does and takes either for
/// unchanged.
final class EntryIndex {
  private static final long MAX_ENTRIES = 100_000;
  private static final long SECOND = 1000;

  private final Cache<CacheKey, IndexEntry> entries =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).executor(Runnable::run).build();
  private final AdmissionWindow newest;
  private final Disk disk;
  private final Clock clock;
  private final BackgroundTasks background;
  private final DiskFaults faults;

  /// @param newest loses a key with its entry
  EntryIndex(
      AdmissionWindow newest,
      Disk disk,
      Clock clock,
      BackgroundTasks background,
      DiskFaults faults) {
    this.newest = newest;
    this.disk = disk;
    this.clock = clock;
    this.background = background;
    this.faults = faults;
  }

  /// The entry of `key`, which counts as a use of it. Never blocks.
  @Nullable IndexEntry use(CacheKey key) {
    IndexEntry known = entries.getIfPresent(key);
    if (known != null && known.stale(clock.millis())) {
      refresh(key, known);
    }
    return known;
  }

  /// Whether `key` is in it, which is no use.
  boolean knows(CacheKey key) {
    return entries.policy().getIfPresentQuietly(key) != null;
  }

  /// Puts an entry in, on behalf of one who holds its shard's lock and has seen the file.
  void put(CacheKey key, Path file, long length, long modified) {
    entries.put(key, new IndexEntry(new Content.InFile(file, length), modified, modified));
  }

  /// Drops the entry of `key`, if that is `file`.
  ///
  /// @return whether it was
  boolean drop(CacheKey key, Path file) {
    IndexEntry known = entries.getIfPresent(key);
    return known != null
        && known.content().path().equals(file)
        && entries.asMap().remove(key, known);
  }

  /// Drops the entry of `key`, which was `file` and has been deleted. Where another file is the
  /// entry of `key` by now, that stays.
  void deleted(CacheKey key, Path file) {
    if (drop(key, file) || !knows(key)) {
      newest.remove(key);
    }
  }

  /// Drops the entry of `key`, whatever it is, and returns it.
  @Nullable IndexEntry take(CacheKey key) {
    return entries.asMap().remove(key);
  }

  /// The time of a use, in whole seconds: there are file systems that keep no more.
  static long timeOfUse(Clock clock) {
    return clock.millis() / SECOND * SECOND;
  }

  private void refresh(CacheKey key, IndexEntry known) {
    IndexEntry used = known.usedAt(timeOfUse(clock));
    background.run(() -> refresh(key, known, used));
  }

  private void refresh(CacheKey key, IndexEntry known, IndexEntry used) {
    if (!entries.asMap().replace(key, known, used)) {
      return;
    }
    try {
      disk.touch(known.content().path(), used.used());
    } catch (NoSuchFileException gone) {
      entries.asMap().remove(key, used);
    } catch (IOException fault) {
      faults.note("refresh", fault);
    }
  }
}
