package io.calotype.rebuild;

import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.originals.BlobFacts;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import io.calotype.originals.ParallelWalk;
import io.calotype.store.MediaStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Makes a record for each stored original whose id has none. Of several originals under one id,
/// the newest gets the record. A media whose removal is noted gets none.
public final class CatalogRebuild {
  private static final Duration FUTURE = Duration.ofDays(1); // clocks of stores may be ahead
  private static final int TRIES = 30;

  private final Catalog catalog;
  private final MediaStore store;
  private final BlobStore blobs;
  private final StoredMedia described;
  private final Clock clock;

  /// Makes records in `catalog` of the originals in `blobs`; `store` changes both.
  public CatalogRebuild(
      Catalog catalog, MediaStore store, BlobStore blobs, StoredMedia described, Clock clock) {
    this.catalog = catalog;
    this.store = store;
    this.blobs = blobs;
    this.described = described;
    this.clock = clock;
  }

  /// Whether records are made.
  public enum Mode {
    /// Everything is read and decoded, and no record is made.
    DRY_RUN,
    /// Records are made.
    APPLY
  }

  /// Receives the result for each original, on any thread.
  @FunctionalInterface
  public interface Results {
    /// Receives one result.
    void accept(BlobKey original, RebuildResult result);
  }

  /// Counts the stored originals.
  ///
  /// Errors: `StoreUnavailable`.
  public long count() {
    AtomicLong count = new AtomicLong();
    var _ =
        blobs.each(
            clock.instant().plus(FUTURE),
            found -> count.addAndGet(found.key().kind() == BlobKind.MASTER ? 0 : 1));
    return count.get();
  }

  /// Examines every stored original, `parallel` at a time. Ends at the first failure of a store.
  ///
  /// Errors: `StorageFull`, `StoreUnavailable`, `Unavailable`.
  ///
  /// @return the number of folders and files that could not be read and were skipped
  public int run(Mode mode, int parallel, Results results) {
    Set<BlobKey> condemned = store.condemned(clock.instant().plus(FUTURE));
    return ParallelWalk.each(
        blobs,
        clock.instant().plus(FUTURE),
        parallel,
        found -> {
          if (found.key().kind() != BlobKind.MASTER) {
            results.accept(found.key(), patient(found.key(), condemned, mode));
          }
        });
  }

  /// Repeats a busy decoder or catalog [#TRIES] times.
  private RebuildResult patient(BlobKey key, Set<BlobKey> condemned, Mode mode) {
    for (int tries = 1; ; tries++) {
      try {
        return result(key, condemned, mode);
      } catch (MediaException refused) {
        Optional<Duration> pause = tries < TRIES ? pause(refused.failure()) : Optional.empty();
        if (pause.isPresent()) {
          LockSupport.parkNanos(pause.get().toNanos());
        } else if (aboutOriginal(refused.failure())) {
          return new RebuildResult.Refused(refused.failure());
        } else {
          throw refused;
        }
      }
    }
  }

  private static Optional<Duration> pause(Failure failure) {
    return switch (failure) {
      case Failure.Overloaded(Duration retryAfter) -> Optional.of(retryAfter);
      case Failure.Unavailable(Duration retryAfter) -> Optional.of(retryAfter);
      default -> Optional.empty();
    };
  }

  private static boolean aboutOriginal(Failure failure) {
    return failure instanceof Failure.Unacceptable
        || failure instanceof Failure.OriginalLost
        || failure instanceof Failure.OriginalDamaged;
  }

  private RebuildResult result(BlobKey key, Set<BlobKey> condemned, Mode mode) {
    if (catalog.taken(key.id())) {
      return store.named(key) ? new RebuildResult.Recorded() : new RebuildResult.Superseded();
    }
    if (condemned.contains(key)) {
      return new RebuildResult.Removed();
    }
    List<BlobKey> stored =
        blobs.of(key.id()).stream().filter(found -> !condemned.contains(found)).toList();
    List<Candidate> originals =
        stored.stream()
            .filter(found -> found.kind() != BlobKind.MASTER)
            .flatMap(found -> candidate(found).stream())
            .sorted(Candidate.NEWEST_FIRST)
            .toList();
    if (originals.isEmpty()) {
      return new RebuildResult.Removed();
    }
    Candidate newest = originals.getFirst();
    return newest.key.equals(key)
        ? made(newest, originals.size() == 1 ? master(stored) : null, mode)
        : new RebuildResult.Superseded();
  }

  private RebuildResult made(Candidate original, @Nullable BlobKey master, Mode mode) {
    try (StoredMedia.Described found = described.describe(original.key, original.facts, master)) {
      boolean made =
          mode == Mode.DRY_RUN
              || store.addRecord(
                  found.media(), found.master() == null ? null : found.master().path());
      return made ? new RebuildResult.Made() : new RebuildResult.Recorded();
    }
  }

  /// A stored original.
  private record Candidate(BlobKey key, BlobFacts facts) {
    static final Comparator<Candidate> NEWEST_FIRST =
        Comparator.comparing((Candidate found) -> found.facts.stored())
            .thenComparing(found -> found.key.name())
            .reversed();
  }

  private Optional<Candidate> candidate(BlobKey key) {
    return blobs.facts(key).map(facts -> new Candidate(key, facts));
  }

  /// The newest master; null if there is none.
  private @Nullable BlobKey master(List<BlobKey> stored) {
    return stored.stream()
        .filter(found -> found.kind() == BlobKind.MASTER)
        .flatMap(found -> candidate(found).stream())
        .min(Candidate.NEWEST_FIRST)
        .map(Candidate::key)
        .orElse(null);
  }
}
