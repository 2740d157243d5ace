package io.calotype.originals.s3.sources;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of a [SourceCache] by the name of their blob, in the order of their last use. Touches
/// no file: methods return the files that the caller must delete.
final class SourceEntries {
  private static final float LOAD = 0.75f;
  private static final int CAPACITY = 16;
  private static final Pattern FILE = Pattern.compile("(.+)\\.[0-9a-f]{8}\\.([0-9]{1,15})");

  private final Map<String, Entry> all = new LinkedHashMap<>(CAPACITY, LOAD, true);
  private final long maxBytes;
  private long bytes;

  /// @param maxBytes maximum length of all files that are not in use
  SourceEntries(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// One file.
  private static final class Entry {
    final String file;
    final long bytes;
    int pins;

    Entry(String file, long bytes) {
      this.file = file;
      this.bytes = bytes;
    }
  }

  /// Adds a file that an earlier run has left. Returns false if its name is not that of a copy with
  /// `length` bytes, or of a second copy.
  synchronized boolean restore(String file, long length) {
    Matcher parts = FILE.matcher(file);
    return parts.matches()
        && parts.group(2).equals(Long.toString(length))
        && add(parts.group(1), new Entry(file, length)) == null;
  }

  private @Nullable Entry add(String blob, Entry entry) {
    Entry present = all.putIfAbsent(blob, entry);
    if (present == null) {
      bytes += entry.bytes;
    }
    return present;
  }

  /// Adds `file`, in use by the caller. Returns the file to use, which is another one if a
  /// concurrent caller was faster.
  synchronized String addPinned(String blob, String file, long length) {
    Entry entry = new Entry(file, length);
    Entry present = add(blob, entry);
    Entry used = present == null ? entry : present;
    used.pins++;
    return used.file;
  }

  /// Marks the file of `blob` as in use and returns it; empty if there is none.
  synchronized Optional<String> pin(String blob) {
    Entry entry = all.get(blob);
    if (entry != null) {
      entry.pins++;
    }
    return Optional.ofNullable(entry).map(used -> used.file);
  }

  /// Ends a use of `file`. Returns the files to delete: one larger than the limit goes after its
  /// use.
  synchronized List<String> unpin(String blob, String file) {
    Entry entry = all.get(blob);
    if (entry != null && entry.file.equals(file)) {
      entry.pins--;
    }
    return evict(0);
  }

  /// Returns whether a file of `length` bytes can be kept.
  boolean fits(long length) {
    return length <= maxBytes;
  }

  /// Removes the least recently used entries that are not in use, until `more` bytes fit.
  synchronized List<String> evict(long more) {
    List<String> evicted = new ArrayList<>();
    Iterator<Entry> oldest = all.values().iterator();
    while (bytes > maxBytes - more && oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry.pins == 0) {
        bytes -= entry.bytes;
        evicted.add(entry.file);
        oldest.remove();
      }
    }
    return evicted;
  }

  /// Removes all entries that are not in use.
  synchronized List<String> evictAll() {
    return evict(maxBytes + 1);
  }

  /// Removes the entry of `blob`, even if it is in use: programs that have opened the file keep it.
  synchronized Optional<String> forget(String blob) {
    Entry removed = all.remove(blob);
    if (removed != null) {
      bytes -= removed.bytes;
    }
    return Optional.ofNullable(removed).map(entry -> entry.file);
  }

  /// The number of bytes of all entries.
  synchronized long bytes() {
    return bytes;
  }
}
