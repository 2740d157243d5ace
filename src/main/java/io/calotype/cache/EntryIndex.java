package io.calotype.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.calotype.disk.FileOperations;
import io.calotype.media.Content;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The most recently verified and used entries, in memory, at most 100,000. Entries that are
/// dropped from the index are verified again before use.
///
/// The index writes a use to the file's modification time, at most once an hour for each entry, in
/// a background task. The index holds the new time before the file does, and accepts either as
/// unchanged.
final class EntryIndex {
  private static final long MAX_ENTRIES = 100_000;
  private static final long SECOND = 1000;

  private final Cache<CacheKey, IndexEntry> entries =
      Caffeine.newBuilder()
          .maximumSize(MAX_ENTRIES)
          .executor(Runnable::run)
          .removalListener(this::dropped)
          .build();
  private final OpenFiles files;
  private final AdmissionWindow newest;
  private final FileOperations disk;
  private final Clock clock;
  private final BackgroundTasks background;
  private final DiskFaults faults;

  /// @param files loses the file of an entry that is dropped
  /// @param newest loses a key when its entry is deleted
  EntryIndex(
      OpenFiles files,
      AdmissionWindow newest,
      FileOperations disk,
      Clock clock,
      BackgroundTasks background,
      DiskFaults faults) {
    this.files = files;
    this.newest = newest;
    this.disk = disk;
    this.clock = clock;
    this.background = background;
    this.faults = faults;
  }

  /// Returns the entry of `key` and counts a use. Never blocks.
  @Nullable IndexEntry use(CacheKey key) {
    IndexEntry known = entries.getIfPresent(key);
    if (known != null && known.stale(clock.millis())) {
      refresh(key, known);
    }
    return known;
  }

  /// Returns the entry of `key`, without counting a use.
  @Nullable IndexEntry peek(CacheKey key) {
    return entries.policy().getIfPresentQuietly(key);
  }

  /// Returns whether the index holds `key`, without counting a use.
  boolean knows(CacheKey key) {
    return peek(key) != null;
  }

  /// Adds an entry. The caller holds the lock of its shard and has verified the file.
  void put(CacheKey key, Path file, long length, long modified) {
    entries.put(key, new IndexEntry(new Content.InFile(file, length), modified, modified));
    files.drop(key); // it may be another file of the same name
  }

  /// A new time of use replaces an entry without a change of its file.
  private void dropped(@Nullable CacheKey key, @Nullable IndexEntry entry, RemovalCause cause) {
    if (key != null && cause != RemovalCause.REPLACED) {
      files.drop(key);
    }
  }

  /// Returns whether the index holds the file of `content` for `key`, without counting a use.
  boolean holds(CacheKey key, Content.InFile content) {
    IndexEntry known = peek(key);
    return known != null && known.content().equals(content);
  }

  /// Drops the entry of `key` if its file is `file`.
  ///
  /// @return whether it was dropped
  boolean drop(CacheKey key, Path file) {
    IndexEntry known = entries.getIfPresent(key);
    return known != null
        && known.content().path().equals(file)
        && entries.asMap().remove(key, known);
  }

  /// Drops the entry of `key` after `file` was deleted. An entry with another file stays.
  void deleted(CacheKey key, Path file) {
    if (drop(key, file) || !knows(key)) {
      newest.remove(key);
    }
  }

  /// Removes and returns the entry of `key`.
  @Nullable IndexEntry take(CacheKey key) {
    return entries.asMap().remove(key);
  }

  /// The time of a use, in whole seconds: some file systems store no fractions.
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
