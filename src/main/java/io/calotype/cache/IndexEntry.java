package io.calotype.cache;

import io.calotype.media.Content;

/// An entry whose bytes have been checked since the program started.
///
/// @param modified the modification time when they were checked
/// @param used the last use that the file's modification time tells of, or will once a refresh that
///   is under way has come through
record IndexEntry(Content.InFile content, long modified, long used) {
  private static final long REFRESH_MILLIS = 3_600_000;

  /// Whether the file is still the one that was checked, as far as length and time can tell.
  boolean describes(Disk.Stat stat) {
    return stat.file()
        && stat.length() == content.length()
        && (stat.modified() == modified || stat.modified() == used);
  }

  /// Whether the last use that the file tells of is an hour away, on either side: clocks are set.
  boolean stale(long now) {
    return Math.abs(now - used) >= REFRESH_MILLIS;
  }

  /// The same entry, used at `now`.
  IndexEntry usedAt(long now) {
    return new IndexEntry(content, modified, now);
  }
}
