package io.calotype.cache;

import io.calotype.disk.FileOperations;
import io.calotype.media.Content;

/// An entry whose content has been verified since the program started.
///
/// @param modified the modification time at the verification
/// @param used the last use in the file's modification time, or in a refresh that is still running
record IndexEntry(Content.InFile content, long modified, long used) {
  private static final long REFRESH_MILLIS = 3_600_000;

  /// Returns whether length and time match the verified file.
  boolean describes(FileOperations.Stat stat) {
    return stat.file()
        && stat.length() == content.length()
        && (stat.modified() == modified || stat.modified() == used);
  }

  /// Returns whether the recorded last use is at least an hour before or after `now`: a clock may
  /// be set back.
  boolean stale(long now) {
    return Math.abs(now - used) >= REFRESH_MILLIS;
  }

  /// Returns the same entry, used at `now`.
  IndexEntry usedAt(long now) {
    return new IndexEntry(content, modified, now);
  }
}
