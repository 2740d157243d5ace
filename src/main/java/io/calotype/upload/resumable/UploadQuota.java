package io.calotype.upload.resumable;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.upload.CallerKey;
import io.calotype.upload.Incoming;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Limits the unfinished uploads on this node: their number for each caller, and their bytes.
///
/// An upload counts with its whole length from its creation, so that those that were admitted can
/// be completed. Without a known length it counts with the bytes that have arrived. Two or more
/// uploads of one caller may have at most half of the bytes, and so may all uploads with tickets,
/// as in [io.calotype.upload.Incoming].
///
/// Threads: any. Never blocks.
final class UploadQuota {
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final long maxBytes;
  private final Map<ResumableId, Use> uses = new HashMap<>();

  /// Creates a limit of `maxBytes` for all uploads together.
  UploadQuota(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  private record Use(CallerKey caller, Instant expires, long bytes) {}

  /// Admits an upload of `bytes` bytes.
  ///
  /// Errors: `TooManyUploads`, `TooMuchIncoming`, `IncomingFull`.
  synchronized void admit(ResumableId id, UploadHead head, long bytes) {
    long own =
        uses.values().stream().filter(use -> use.caller.equals(head.uploader().key())).count();
    if (own >= Incoming.PER_CALLER) {
      throw new MediaException(new Failure.TooManyUploads(Incoming.PER_CALLER, RETRY_AFTER));
    }
    require(head.uploader().key(), own, bytes);
    restore(id, head, bytes);
  }

  private void require(CallerKey caller, long others, long more) {
    boolean full =
        caller.ticketed() && ticketed() > 0 && more > maxBytes / 2 - ticketed(); // a lone one may
    if (more > maxBytes - bytes() || full) {
      throw new MediaException(new Failure.IncomingFull(RETRY_AFTER));
    }
    long share = caller.ticketed() ? maxBytes / 4 : maxBytes / 2;
    if (others > 0 && more > share - bytes(use -> use.caller.equals(caller))) {
      throw new MediaException(new Failure.TooMuchIncoming(share, RETRY_AFTER));
    }
  }

  private long ticketed() {
    return bytes(use -> use.caller.ticketed());
  }

  private long bytes(Predicate<Use> counted) {
    return uses.values().stream().filter(counted).mapToLong(use -> use.bytes).sum();
  }

  /// Counts an upload that was admitted before the start.
  synchronized void restore(ResumableId id, UploadHead head, long bytes) {
    uses.put(id, new Use(head.uploader().key(), head.expires(), bytes));
  }

  /// Counts at least `bytes` bytes for an upload.
  ///
  /// Errors: `TooMuchIncoming`, `IncomingFull`.
  synchronized void hold(ResumableId id, long bytes) {
    Use use = uses.get(id);
    if (use != null && bytes > use.bytes) {
      long others =
          uses.values().stream().filter(other -> other.caller.equals(use.caller)).count() - 1;
      require(use.caller, others, bytes - use.bytes);
      uses.put(id, new Use(use.caller, use.expires, bytes));
    }
  }

  /// Ends the count of an upload.
  synchronized void release(ResumableId id) {
    uses.remove(id);
  }

  /// Returns the uploads that count and are over at `now`.
  synchronized List<ResumableId> expired(Instant now) {
    return uses.entrySet().stream()
        .filter(use -> !now.isBefore(use.getValue().expires))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The number of unfinished uploads.
  synchronized int count() {
    return uses.size();
  }

  /// The bytes of the unfinished uploads, with those that are to come.
  synchronized long bytes() {
    return bytes(_ -> true);
  }
}
