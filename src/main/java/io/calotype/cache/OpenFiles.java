package io.calotype.cache;

import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Open files of entries, so that a hit needs no look-up on the disk. The least recently used one
/// is closed first, and each after [#IDLE_NANOS] without a use.
///
/// A file may be used for [#VALID_NANOS] after it was opened. The next use then goes to the disk,
/// which verifies the entry if its file has changed. A deleted entry loses its open file at once:
/// the file would keep its space.
///
/// Threads: any. No method blocks: files are closed in the background.
final class OpenFiles {
  /// One second: a disk that hangs is then asked again by a thread that may wait.
  static final long VALID_NANOS = 1_000_000_000;

  /// One minute: a file that another program has deleted keeps its space until it is closed.
  static final long IDLE_NANOS = 60 * VALID_NANOS;

  private final Map<CacheKey, Held> files = new LinkedHashMap<>(16, 0.75f, true);
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
    private final long opened;
    private long used;
    private int users;
    private boolean dropped;
    private boolean closed;

    Held(Content.InFile content, OpenFile file, long opened) {
      this.content = content;
      this.file = file;
      this.opened = opened;
      this.used = opened;
    }
  }

  /// Keeps up to `count` files from now on.
  synchronized void limit(int count) {
    max = count;
    trim();
  }

  /// Returns the open file of `key`; null if there is none, or if it is not that of `content`, or
  /// was opened too long ago.
  synchronized @Nullable OpenEntry use(CacheKey key, Content.InFile content) {
    Held held = files.get(key);
    if (held == null) {
      return null;
    }
    held.used = nanos.getAsLong();
    if (held.used - held.opened > VALID_NANOS) {
      return null;
    }
    if (held.content.path().equals(content.path())) {
      return lent(held);
    }
    drop(key);
    return null;
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
    held.users++;
    OpenFile own = held.file;
    return new OpenEntry(
        held.content, new OpenFile(own.channel(), own.disk(), new Lease(held)::end));
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
    }
  }
}
