package io.calotype.cache;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.MappedFile;
import io.calotype.disk.OpenFile;
import io.calotype.failure.MediaException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Looks at the files of entries in use again, on the threads of their disk, before [OpenFiles]
/// stops using them. A file that is still the verified one stays in use, and is mapped into memory
/// if it is small. One task renews all that are due.
final class Renewals {
  /// Half a second.
  static final long LATE_NANOS = 500_000_000;

  private final EntryIndex index;
  private final OpenFiles files;
  private final FileOperations disk;
  private final DiskFaults faults;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable Long since; // the begin of the current look, or of the wait for it

  Renewals(EntryIndex index, OpenFiles files, FileOperations disk, DiskFaults faults) {
    this.index = index;
    this.files = files;
    this.disk = disk;
    this.faults = faults;
  }

  /// Starts a task for the files that are due, unless one is active. Never blocks. While the disk
  /// does not answer, nothing is renewed.
  void begin(DiskThreads threads) {
    if (begun.compareAndSet(false, true)) {
      since = files.now();
      try {
        var _ = threads.begin(() -> renewAll(threads));
      } catch (MediaException unavailable) {
        since = null;
        begun.set(false);
      }
    }
  }

  /// Whether a look has taken longer than [#LATE_NANOS]: the disk may hang, and an event loop
  /// should not touch its files.
  boolean late() {
    Long looking = since;
    return looking != null && files.now() - looking > LATE_NANOS;
  }

  private boolean renewAll(DiskThreads threads) {
    try {
      renewDue();
    } finally {
      since = null;
      begun.set(false);
    }
    if (files.due()) { // since the last look into the queue
      begin(threads);
    }
    return true;
  }

  private void renewDue() {
    for (CacheKey due = files.nextDue(); due != null; due = files.nextDue()) {
      since = files.now();
      try {
        renew(due);
      } catch (IOException fault) {
        faults.note("renew", fault);
        files.drop(due);
      }
    }
  }

  private void renew(CacheKey key) throws IOException {
    long looked = files.now();
    IndexEntry known = index.peek(key);
    FileOperations.Stat stat = known == null ? null : disk.find(known.content().path());
    if (known == null || stat == null || !known.describes(stat)) {
      files.drop(key); // the next request looks the entry up
      return;
    }
    OpenFile file = files.renewed(key, known.content(), looked);
    if (file != null && files.unmapped(key)) {
      map(key, file, stat.length());
    }
  }

  private void map(CacheKey key, OpenFile file, long length) throws IOException {
    MappedFile mapped = mapped(file, length);
    if (mapped != null && !files.map(key, file, mapped)) {
      mapped.close();
    }
  }

  /// Returns the mapped file; null if it was closed meanwhile.
  private static @Nullable MappedFile mapped(OpenFile file, long length) throws IOException {
    try {
      return MappedFile.of(file.channel(), length);
    } catch (ClosedChannelException dropped) {
      return null;
    }
  }
}
