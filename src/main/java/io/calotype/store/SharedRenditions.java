package io.calotype.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.disk.MemoryBytes;
import io.calotype.disk.OpenBytes;
import io.calotype.failure.MediaException;
import io.calotype.media.Content;
import io.calotype.media.Media;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobLinks;
import io.calotype.originals.RenditionKey;
import io.calotype.originals.RenditionStore;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The renditions that all nodes share, behind the caches of this node. A store that fails is a
/// miss, and never fails a request.
public final class SharedRenditions {
  /// The time that an upload waits for its presets. They are still written afterwards.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// The memory of renditions that wait to be written, in KiB. Further ones are not written.
  private static final int MAX_WAITING = 64 << 10;

  private static final int KIB = 1 << 10;

  /// Limits that leave connections for originals.
  private static final int MAX_READS = 128;

  private static final int MAX_WRITES = 64;

  /// The time for which a rendition counts as stored, or as absent, after a look or a write.
  private static final Duration KNOWN = Duration.ofMinutes(1);

  private static final int MAX_KNOWN = 10_000;

  /// Whether the store has a rendition.
  private final Cache<RenditionKey, Boolean> known =
      Caffeine.newBuilder()
          .maximumSize(MAX_KNOWN)
          .expireAfterWrite(KNOWN)
          .executor(Runnable::run)
          .build();

  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final Semaphore reads = new Semaphore(MAX_READS);
  private final Semaphore writes = new Semaphore(MAX_WRITES);
  private final RenditionStore store;
  private final SharedMeters meters;
  private volatile boolean failing;

  /// Shares the renditions in `store`.
  public SharedRenditions(RenditionStore store, Telemetry telemetry) {
    this.store = store;
    this.meters = new SharedMeters(telemetry);
  }

  /// Whether nodes share renditions.
  public boolean shared() {
    return store.shared();
  }

  /// Whether the last lookup was not answered.
  public boolean failing() {
    return failing;
  }

  /// Returns the rendition; empty also if the store does not answer, or [#MAX_READS] are in
  /// progress. The caller closes a stream.
  public Optional<RenditionStore.Found> find(Rendition rendition) {
    Optional<RenditionKey> key = key(rendition);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    if (!reads.tryAcquire()) {
      meters.lookedUp(SharedMeters.Lookup.REFUSED);
      return Optional.empty();
    }
    try {
      Optional<RenditionStore.Found> found = store.find(key.get());
      failing = false;
      known.put(key.get(), found.isPresent());
      meters.lookedUp(found.isPresent() ? SharedMeters.Lookup.HIT : SharedMeters.Lookup.MISS);
      return found;
    } catch (MediaException away) {
      failing = true;
      meters.lookedUp(SharedMeters.Lookup.FAILED);
      return Optional.empty();
    } finally {
      reads.release();
    }
  }

  /// Returns whether the rendition is stored; false also if the store does not answer.
  boolean has(Rendition rendition) {
    try {
      return key(rendition).filter(store::has).isPresent();
    } catch (MediaException away) {
      return false;
    }
  }

  /// Returns a URL by which clients read the rendition from the store, valid for `life` or less.
  /// Empty if the store does not have it or does not answer. May block.
  ///
  /// Looks for the rendition once within [#KNOWN]. Meanwhile another node may write it, and another
  /// node or a lifecycle rule of the store may delete it.
  public Optional<String> link(Rendition rendition, BlobLinks.Answer answer, Duration life) {
    String type = rendition.spec().format().contentType();
    return key(rendition).filter(this::stored).flatMap(key -> store.link(key, type, answer, life));
  }

  private boolean stored(RenditionKey key) {
    Boolean stored = known.getIfPresent(key);
    return stored == null ? looked(key) : stored;
  }

  private boolean looked(RenditionKey key) {
    if (!reads.tryAcquire()) {
      return false;
    }
    try {
      boolean there = store.has(key);
      var _ = known.asMap().putIfAbsent(key, there); // it may have been written meanwhile
      return there;
    } catch (MediaException away) {
      return false;
    } finally {
      reads.release();
    }
  }

  /// Writes renditions that were just published on this node, and waits for at most [#PATIENCE].
  /// Gives up, as [#write] does, those for which there is no memory.
  public void writeAll(Map<Rendition, ByteBuffer> renditions) {
    List<FutureTask<Boolean>> writes = new ArrayList<>();
    if (store.shared()) {
      renditions.forEach((rendition, bytes) ->
          writes.add(new FutureTask<>(() -> writeWithinRoom(rendition, bytes))));
    }
    writes.forEach(write -> Thread.ofVirtual().name("share").start(write));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Future<Boolean> write : writes) {
      await(write, deadline - System.nanoTime());
    }
  }

  private void await(Future<Boolean> write, long nanos) {
    try {
      var _ = write.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      meters.late();
    } catch (ExecutionException failed) {
      EventLog.error("share.failed", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes a rendition that was just published on this node. Blocks; returns whether the store has
  /// it. Gives up at once if too many bytes in memory wait to be written.
  ///
  /// @param file opens the bytes of a file; they may be gone
  public boolean write(Rendition rendition, Content content, FileOpener file) {
    if (!store.shared()) {
      return false;
    }
    return switch (content) {
      case Content.InMemory(ByteBuffer bytes) -> writeWithinRoom(rendition, bytes);
      case Content.InFile found -> writeFile(rendition, found, file);
    };
  }

  /// Opens the file of a rendition.
  @FunctionalInterface
  public interface FileOpener {
    OpenBytes open(Content.InFile file) throws IOException;
  }

  private boolean writeWithinRoom(Rendition rendition, ByteBuffer bytes) {
    int taken = Math.min(MAX_WAITING, bytes.remaining() / KIB + 1);
    if (!room.tryAcquire(taken)) {
      meters.wrote(SharedMeters.Write.DROPPED);
      return false;
    }
    try {
      return write(rendition, new MemoryBytes(bytes), bytes.remaining());
    } finally {
      room.release(taken);
    }
  }

  private boolean writeFile(Rendition rendition, Content.InFile found, FileOpener file) {
    try (OpenBytes bytes = file.open(found)) {
      return write(rendition, bytes, found.length());
    } catch (IOException | MediaException evicted) {
      meters.wrote(SharedMeters.Write.DROPPED);
      return false;
    }
  }

  private boolean write(Rendition rendition, OpenBytes bytes, long length) {
    Optional<RenditionKey> key = key(rendition);
    if (key.isEmpty()) {
      return false;
    }
    writes.acquireUninterruptibly();
    try {
      boolean written =
          store.write(key.get(), rendition.spec().format().contentType(), bytes, length);
      known.put(key.get(), true);
      meters.wrote(written ? SharedMeters.Write.WRITTEN : SharedMeters.Write.PRESENT);
      return true;
    } catch (MediaException away) {
      meters.wrote(SharedMeters.Write.FAILED);
      return false;
    } finally {
      writes.release();
    }
  }

  /// Deletes the renditions of the uploads whose originals have these names.
  ///
  /// Errors: those of the store.
  void remove(List<BlobKey> blobs) {
    for (BlobKey blob : blobs) {
      if (blob.kind() != BlobKind.MASTER && blob.incarnation() != null) {
        store.deleteAll(new RenditionKey.Owner(blob.id(), blob.incarnation()));
      }
    }
  }

  /// Deletes renditions that a listing has found.
  ///
  /// Errors: those of the store.
  public void delete(List<RenditionStore.Listed> found) {
    store.delete(found);
    known.invalidateAll();
  }

  /// The store, for listings of maintenance.
  public RenditionStore store() {
    return store;
  }

  /// Empty if renditions are not shared, or the original has no incarnation.
  private Optional<RenditionKey> key(Rendition rendition) {
    return store.shared() ? keyOf(rendition) : Optional.empty();
  }

  private static Optional<RenditionKey> keyOf(Rendition rendition) {
    return owner(rendition.media())
        .map(owner ->
            new RenditionKey(
                owner,
                rendition.key().name() + "." + rendition.key().extension(),
                rendition.fingerprint()));
  }

  /// Returns the owner of the shared renditions of `media`; empty if its original was stored before
  /// incarnations existed.
  public static Optional<RenditionKey.Owner> owner(Media media) {
    return Optional.ofNullable(media.original().incarnation())
        .map(incarnation -> new RenditionKey.Owner(media.id(), incarnation));
  }
}
