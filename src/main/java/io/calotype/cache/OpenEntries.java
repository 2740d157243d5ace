package io.calotype.cache;

import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import org.jspecify.annotations.Nullable;

/// The verified entries of a [DiskCache] whose files are open. No method blocks.
public final class OpenEntries implements AutoCloseable {
  private final EntryIndex index;
  private final OpenFiles files;

  OpenEntries(EntryIndex index, OpenFiles files) {
    this.index = index;
    this.files = files;
  }

  /// Keeps up to `count` files open from now on; none before the first call.
  public void limit(int count) {
    files.limit(count);
  }

  /// Returns the entry of `key`, if its file was opened within the last second. Counts a use.
  public @Nullable OpenEntry find(CacheKey key) {
    IndexEntry known = index.use(key);
    return known == null ? null : files.use(key, known.content());
  }

  /// Keeps `file`, which was just opened for the verified entry `content` of `key`. Returns a file
  /// for the caller to close.
  public OpenEntry keep(CacheKey key, Content.InFile content, OpenFile file) {
    OpenEntry kept = files.keep(key, content, file);
    if (!index.holds(key, content)) { // it was deleted before the file was kept
      files.drop(key);
    }
    return kept;
  }

  /// Closes all files that are not in use, because descriptors are short.
  public void giveBack() {
    files.clear();
  }

  /// Closes all files after their last uses, and keeps no further one.
  @Override
  public void close() {
    files.limit(0);
  }
}
