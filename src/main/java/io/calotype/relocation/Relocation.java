package io.calotype.relocation;

import io.calotype.catalog.Catalog;
import io.calotype.disk.BytesInput;
import io.calotype.disk.OpenBytes;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.failure.StoreFaults;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobFacts;
import io.calotype.originals.BlobStore;
import io.calotype.originals.MovingBlobStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.ParallelWalk;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import io.calotype.store.MediaStore;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Moves the blobs of a [MovingBlobStore], [#PARALLEL] at a time: copy, read back, compare with the
/// digest in the record, set aside in the source. A run that ends at any point is continued by the
/// next one, which finds in the source the blobs that have not moved.
public final class Relocation implements AutoCloseable {
  private static final int PARALLEL = 4;
  private static final Duration FUTURE = Duration.ofDays(1); // clocks of stores may be ahead
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final MovingBlobStore blobs;
  private final Catalog catalog;
  private final MediaStore store;
  private final Staging staging;
  private final Clock clock;
  private final Completion completion;
  private volatile MoveCounts counts = new MoveCounts();
  private volatile MoveProgress.Phase phase = MoveProgress.Phase.IDLE;
  private volatile @Nullable String failure;
  private volatile boolean closing;
  private @Nullable Thread running; // guarded by this

  /// Called when no blob is left in the source.
  @FunctionalInterface
  public interface Completion {
    /// Records durably that the move is complete.
    void complete() throws IOException;
  }

  /// Creates a move of `blobs`; [#begin] starts it.
  ///
  /// @param catalog the records, which name the blobs
  /// @param store changes records and blobs
  /// @param staging receives each blob on its way
  /// @param completion called at the end of a run that leaves no blob in the source
  public Relocation(
      MovingBlobStore blobs,
      Catalog catalog,
      MediaStore store,
      Staging staging,
      Clock clock,
      Completion completion) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.store = store;
    this.staging = staging;
    this.clock = clock;
    this.completion = completion;
  }

  /// Starts a run on a thread of its own, unless one is in progress.
  public synchronized void begin() {
    if (phase != MoveProgress.Phase.RUNNING && !closing) {
      counts = new MoveCounts();
      failure = null;
      phase = MoveProgress.Phase.RUNNING;
      running = Thread.ofPlatform().daemon().name("move").start(this::run);
    }
  }

  /// Returns the progress of the last run.
  public MoveProgress progress() {
    return counts.progress(phase, failure);
  }

  private void run() {
    MoveProgress.Phase reached = MoveProgress.Phase.ENDED;
    try {
      reached = moved();
    } catch (MediaException away) {
      failure = away.failure().getClass().getSimpleName();
      EventLog.warn("move.put-off", "reason", String.valueOf(failure));
    } catch (IOException | RuntimeException failed) {
      failure = "internal";
      EventLog.error("move.failed", failed);
    }
    MoveProgress result = counts.progress(reached, failure);
    EventLog.info("move.ended", "phase", reached, "moved", result.moved(), "bytes", result.bytes());
    phase = reached;
  }

  /// Moves every blob. Returns whether any is left.
  private MoveProgress.Phase moved() throws IOException {
    counts.total(left());
    counts.unreadable(
        ParallelWalk.each(blobs.source(), clock.instant().plus(FUTURE), PARALLEL, this::move));
    if (left() > 0 || counts.progress(phase, null).left().unreadable() > 0) {
      return MoveProgress.Phase.ENDED;
    }
    completion.complete();
    return MoveProgress.Phase.COMPLETE;
  }

  private long left() {
    AtomicLong count = new AtomicLong();
    var _ = blobs.source().each(clock.instant().plus(FUTURE), found -> count.incrementAndGet());
    return count.get();
  }

  private void move(BlobStore.StoredBlob found) {
    if (closing) {
      throw new MediaException(new Failure.Unavailable(PATIENCE));
    }
    Optional<Blob> blob = recorded(found);
    if (blob.isEmpty()) {
      counts.unrecorded();
    } else if (!copied(blob.get())) {
      counts.damaged(found.name());
    } else if (store.moved(found, blobs.target())) {
      counts.moved(found.bytes());
    }
  }

  /// The blob as its record describes it; empty if no record names it.
  private Optional<Blob> recorded(BlobStore.StoredBlob found) {
    return catalog
        .peek(found.key().id())
        .flatMap(media ->
            Stream.of(Blob.original(media), Blob.source(media))
                .filter(blob -> blob.key().equals(found.key()))
                .findFirst());
  }

  /// Copies `blob` unless an earlier run has. Returns false if its bytes are damaged in the source.
  private boolean copied(Blob blob) {
    switch (blobs.target().verify(blob, ReadThrottle.NONE)) {
      case WHOLE -> {
        return true;
      }
      case DAMAGED -> blobs.target().delete(blob.key());
      case LOST -> {}
    }
    Optional<BlobFacts> facts = blobs.source().facts(blob.key());
    if (facts.isEmpty()) {
      return true; // deleted meanwhile
    }
    if (facts.get().bytes() != blob.bytes()) {
      return false;
    }
    try (StagedFile staged = staged(blob, facts.get())) {
      if (!staged.digest().equals(blob.described().digest())) {
        return false;
      }
      blobs.target().write(blob, staged.path());
    }
    if (blobs.target().verify(blob, ReadThrottle.NONE) != OriginalCondition.WHOLE) {
      EventLog.warn("move.copy-damaged", "id", blob.key().id());
      blobs.target().delete(blob.key());
      throw new MediaException(new Failure.StoreUnavailable(StoreFault.IO_ERROR));
    }
    return true;
  }

  /// A local copy with the time of the blob, which the target keeps.
  private StagedFile staged(Blob blob, BlobFacts facts) {
    try (OpenBytes bytes = blobs.source().open(blob);
        InputStream all = new BytesInput(bytes, blob.bytes())) {
      return staging.receive(all, head -> Long.MAX_VALUE).dated(facts.stored());
    } catch (IOException failed) {
      throw StoreFaults.of(failed);
    }
  }

  /// Ends a run after the blobs in progress. Waits at most [#PATIENCE].
  @Override
  public void close() {
    closing = true;
    Thread thread;
    synchronized (this) {
      thread = running;
    }
    try {
      if (thread != null) {
        var _ = thread.join(PATIENCE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
