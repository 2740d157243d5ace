package io.calotype.cache;

import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The verified entries of a [DiskCache] whose files are open. No method blocks.
public final class OpenEntries implements AutoCloseable {
  private static final int LOOK_SECONDS = 10;

  private final EntryIndex index;
  private final OpenFiles files;
  private final Renewals renewals;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("open-files").factory());

  OpenEntries(EntryIndex index, OpenFiles files, Renewals renewals) {
    this.index = index;
    this.files = files;
    this.renewals = renewals;
  }

  /// Keeps up to `count` files open from now on, and closes those without a use for a minute. None
  /// is kept before this is called, once.
  public void begin(int count) {
    files.limit(count);
    var _ =
        timer.scheduleWithFixedDelay(
            files::closeIdle, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /// Returns the entry of `key`, if its file is open and was looked at lately, and the disk answers
  /// promptly. Counts a use.
  public @Nullable OpenEntry find(CacheKey key) {
    IndexEntry known = renewals.late() ? null : index.use(key);
    OpenEntry open = known == null ? null : files.use(key, known.content());
    if (open != null && files.due()) {
      renewals.begin(open.file().disk());
    }
    return open;
  }

  /// Returns the entry of `key`, if its file is open. For a caller that has just found its verified
  /// entry `content` on the disk.
  public @Nullable OpenEntry findAgain(CacheKey key, Content.InFile content) {
    return files.useAgain(key, content);
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

  /// Closes the files of `owner` after their last uses, whether or not their entries exist.
  public void drop(String owner) {
    files.dropAll(owner);
  }

  /// Closes all files after their last uses.
  public void drop() {
    files.clear();
  }

  /// The number of open files.
  public int size() {
    return files.size();
  }

  /// Closes all files after their last uses, and keeps no further one.
  @Override
  public void close() {
    timer.shutdownNow();
    files.limit(0);
  }
}
