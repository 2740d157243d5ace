package io.calotype.cache;

import io.calotype.disk.MappedFile;
import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Open files of entries, so that a hit needs no look-up on the disk. The least recently used one
/// is closed first, and each after [#IDLE_NANOS] without a use.
///
/// A file may be used for [#VALID_NANOS] after a thread of the disk has looked at it. A use later
/// than [#DUE_NANOS] lets [Renewals] look again. A use after the whole time waits for the disk,
/// which verifies the entry if its file has changed. A deleted entry loses its open file at once:
/// the file would keep its space.
///
/// Threads: any. No method blocks: files are closed in the background.
final class OpenFiles {
  /// Five seconds, the deadline of a file operation: a disk that hangs is then asked by a thread
  /// that may wait.
  static final long VALID_NANOS = 5_000_000_000L;

  /// The age from which a used file is looked at again: half a second.
  static final long DUE_NANOS = 500_000_000;

  /// The longest file that is mapped into memory.
  static final long MAX_MAPPED = 64 << 10;

  /// The uses that pay for a mapping.
  static final int MIN_USES = 16;

  /// One minute: a file that another program has deleted keeps its space until it is closed.
  static final long IDLE_NANOS = 60_000_000_000L;

  private final Map<CacheKey, Held> files = new LinkedHashMap<>(16, 0.75f, true);
  private final Queue<CacheKey> due = new ConcurrentLinkedQueue<>();
  private final LongSupplier nanos;
  private int max;

  /// Creates an empty table that keeps no file.
  OpenFiles(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// One open file.
  private static final class Held {
    private final Content.InFile content;
    private final OpenFile file;
    private long looked;
    private long used;
    private @Nullable MappedFile mapped;
    private int uses;
    private int users;
    private boolean due;
    private boolean dropped;
    private boolean closed;

    Held(Content.InFile content, OpenFile file, long opened) {
      this.content = content;
      this.file = file;
      this.looked = opened;
      this.used = opened;
    }
  }

  /// Keeps up to `count` files from now on.
  synchronized void limit(int count) {
    max = count;
    trim();
  }

  /// The time on the scale of this table.
  long now() {
    return nanos.getAsLong();
  }

  /// Returns the open file of `key`; null if there is none, or if it is not that of `content`, or
  /// was looked at too long ago.
  synchronized @Nullable OpenEntry use(CacheKey key, Content.InFile content) {
    Held held = files.get(key);
    if (held == null) {
      return null;
    }
    held.used = nanos.getAsLong();
    long age = held.used - held.looked;
    if (age > VALID_NANOS) {
      return null;
    }
    if (!held.content.path().equals(content.path())) {
      drop(key);
      return null;
    }
    if (age >= DUE_NANOS && !held.due) {
      held.due = true;
      due.add(key);
    }
    return lent(held);
  }

  /// Whether a file is due for another look.
  boolean due() {
    return !due.isEmpty();
  }

  /// Removes and returns the key of a file that is due; null if there is none.
  @Nullable CacheKey nextDue() {
    return due.poll();
  }

  /// Lets the file of `key` be used further, because a look at time `looked` has found the file of
  /// the verified entry `content`. Returns the file; null if that entry has no open file.
  synchronized @Nullable OpenFile renewed(CacheKey key, Content.InFile content, long looked) {
    Held held = files.get(key);
    if (held == null || !held.content.equals(content)) {
      return null;
    }
    held.looked = Math.max(held.looked, looked);
    held.due = false;
    return held.file;
  }

  /// Whether the file of `key` is to be mapped.
  synchronized boolean unmapped(CacheKey key) {
    Held held = files.get(key);
    return held != null
        && held.mapped == null
        && held.uses >= MIN_USES
        && held.content.length() <= MAX_MAPPED;
  }

  /// Adds the mapping of `file`, if that is still the file of `key`. Returns whether it is.
  synchronized boolean map(CacheKey key, OpenFile file, MappedFile mapped) {
    Held held = files.get(key);
    boolean same = held != null && held.file.equals(file) && held.mapped == null;
    if (held != null && same) {
      held.mapped = mapped;
    }
    return same;
  }

  /// Returns the open file of `key` for a caller that has just found the file of the verified entry
  /// `content` unchanged, at any age; null if there is none.
  synchronized @Nullable OpenEntry useAgain(CacheKey key, Content.InFile content) {
    long now = nanos.getAsLong();
    boolean same = renewed(key, content, now) != null;
    return same ? use(key, content) : null;
  }

  /// Keeps `file`, which was just opened for the verified entry `content`, in place of an earlier
  /// one. Returns a file for the caller to close.
  synchronized OpenEntry keep(CacheKey key, Content.InFile content, OpenFile file) {
    drop(key);
    Held held = new Held(content, file, nanos.getAsLong());
    OpenEntry lent = lent(held);
    files.put(key, held);
    trim();
    return lent;
  }

  /// Closes the file of `key` after its last use.
  synchronized void drop(CacheKey key) {
    Held held = files.remove(key);
    if (held != null) {
      end(held);
    }
  }

  /// Closes all files of `owner` after their last uses.
  synchronized void dropAll(String owner) {
    files.keySet().stream().filter(key -> key.owner().equals(owner)).toList().forEach(this::drop);
  }

  /// Closes all files after their last uses.
  synchronized void clear() {
    List.copyOf(files.keySet()).forEach(this::drop);
  }

  /// Closes the files that were not used for [#IDLE_NANOS].
  synchronized void closeIdle() {
    long now = nanos.getAsLong();
    Iterator<Held> oldest = files.values().iterator();
    while (oldest.hasNext()) {
      Held next = oldest.next();
      if (now - next.used < IDLE_NANOS) {
        return;
      }
      oldest.remove();
      end(next);
    }
  }

  /// The number of files that are kept.
  synchronized int size() {
    return files.size();
  }

  private OpenEntry lent(Held held) {
    held.uses++;
    held.users++;
    OpenFile own = held.file;
    OpenFile use = new OpenFile(own.channel(), own.disk(), new Lease(held)::end);
    return new OpenEntry(held.content, use, held.mapped);
  }

  /// One use of a file, which ends once.
  private final class Lease {
    private final Held held;
    private boolean ended;

    Lease(Held held) {
      this.held = held;
    }

    void end() {
      synchronized (OpenFiles.this) {
        held.users -= ended ? 0 : 1;
        ended = true;
        close(held);
      }
    }
  }

  private void trim() {
    Iterator<Held> oldest = files.values().iterator();
    while (files.size() > max) {
      Held next = oldest.next();
      oldest.remove();
      end(next);
    }
  }

  private static void end(Held held) {
    held.dropped = true;
    close(held);
  }

  private static void close(Held held) {
    if (held.dropped && held.users == 0 && !held.closed) {
      held.closed = true;
      held.file.close();
      if (held.mapped != null) {
        held.file.disk().closeLater(held.mapped);
      }
    }
  }
}
