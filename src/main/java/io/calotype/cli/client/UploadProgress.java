package io.calotype.cli.client;

import io.calotype.cli.text.ProgressBar;
import io.calotype.cli.text.TextFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The progress of an upload of many files. Thread-safe.
public final class UploadProgress implements ProgressBar {
  private final int files;
  private final long bytes;
  private final AtomicInteger filesDone = new AtomicInteger();
  private final AtomicLong bytesDone = new AtomicLong();
  private final AtomicLong bytesSkipped = new AtomicLong();

  /// Creates the progress of an upload of `all` files, none of them sent.
  public UploadProgress(List<LocalFile> all) {
    this.files = all.size();
    this.bytes = all.stream().mapToLong(LocalFile::bytes).sum();
  }

  /// Adds sent bytes; negative when they have to be sent again.
  void advance(long more) {
    bytesDone.addAndGet(more);
  }

  /// Adds bytes that were not sent in this run. They do not count for the rate.
  void skip(long more) {
    bytesSkipped.addAndGet(more);
    bytesDone.addAndGet(more);
  }

  /// Counts a file as finished, uploaded or failed.
  void finish() {
    filesDone.incrementAndGet();
  }

  /// A bar, the files, the bytes, the rate, and the remaining time at that rate.
  @Override
  public String line(Duration elapsed, int columns) {
    long done = bytesDone.get();
    double share = bytes == 0 ? 1 : done / (double) bytes;
    String text =
        filesDone + "/" + files + "  " + TextFormat.bytes(done) + " of " + TextFormat.bytes(bytes);
    return ProgressBar.line(share, text + pace(done, elapsed), columns);
  }

  private String pace(long done, Duration elapsed) {
    long sent = done - bytesSkipped.get();
    if (elapsed.toMillis() < 500 || sent <= 0) {
      return "";
    }
    double rate = sent * 1e3 / elapsed.toMillis();
    Duration left = Duration.ofSeconds((long) Math.ceil(Math.max(0, bytes - done) / rate));
    return "  " + TextFormat.bytes((long) rate) + "/s  " + TextFormat.duration(left) + " left";
  }
}
