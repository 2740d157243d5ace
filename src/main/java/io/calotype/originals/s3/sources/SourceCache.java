package io.calotype.originals.s3.sources;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.Headroom;
import io.calotype.disk.OpenFile;
import io.calotype.disk.RegularFile;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobStore;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;

/// Local copies of blobs, for programs that read files: bounded, and verified when they are
/// written.
///
/// A copy is the file `sources/<id>.<incarnation>.<kind>.<random>.<length>`. It gets that name by a
/// rename, after its bytes are verified and on stable storage. A file of another length is not
/// used. Its modification time is that of its last use, so that the order of use survives a
/// restart.
///
/// A copy in use is not evicted. A program that has opened or linked a file keeps it in any case.
/// No name is used twice, so that an eviction never deletes a newer copy.
public final class SourceCache {
  private static final String DRAFT = ".draft-";
  private static final int CHUNK = 256 << 10;

  private final ConcurrentMap<String, CompletableFuture<Void>> fetches = new ConcurrentHashMap<>();
  private final SourceEntries entries;
  private final Path folder;
  private final FileOperations files;
  private final Headroom headroom;
  private final DiskThreads disk;
  private final Clock clock;

  private SourceCache(SourceEntries entries, Place place, Headroom headroom, Clock clock) {
    this.folder = place.folder;
    this.entries = entries;
    this.files = place.files;
    this.disk = place.disk;
    this.headroom = headroom;
    this.clock = clock;
  }

  /// The place of the copies.
  ///
  /// @param folder contains nothing else
  /// @param disk the threads of every operation
  public record Place(Path folder, FileOperations files, DiskThreads disk) {}

  /// Writes the bytes of a blob to a new file.
  @FunctionalInterface
  public interface Fetch {
    /// Writes the verified bytes to `draft`, which does not exist.
    ///
    /// Errors: those of [BlobStore#checkout], `StorageFull`.
    void into(Path draft);
  }

  /// Opens the copies in `place`, which is created if it is absent.
  ///
  /// Errors: an `IOException` of the file system.
  ///
  /// @param maxBytes maximum size of all copies that are not in use
  /// @param headroom frees space on a full disk
  public static SourceCache open(Place place, long maxBytes, Headroom headroom, Clock clock)
      throws IOException {
    SourceEntries entries = new SourceEntries(maxBytes);
    SourceCache cache = new SourceCache(entries, place, headroom, clock);
    place.files.createFolder(place.folder);
    for (Found file : found(place)) {
      String name = String.valueOf(file.path.getFileName());
      if (name.startsWith(DRAFT) || !entries.restore(name, file.stat.length())) {
        place.files.deleteIfPresent(file.path);
      }
    }
    cache.delete(entries.evict(0));
    return cache;
  }

  /// A file that an earlier run has left.
  private record Found(Path path, FileOperations.Stat stat) {}

  private static List<Found> found(Place place) throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path path : place.files.list(place.folder)) {
      FileOperations.Stat stat = place.files.find(path);
      if (stat != null && stat.file()) {
        found.add(new Found(path, stat));
      }
    }
    found.sort(Comparator.comparingLong(file -> file.stat.modified()));
    return found;
  }

  /// Returns a copy of `blob`; fetches it if there is none. Concurrent callers share one fetch.
  ///
  /// Errors: those of `fetch`.
  public BlobStore.LocalCopy checkout(Blob blob, SourceMeters meters, Fetch fetch) {
    Optional<Pinned> present = pinned(blob);
    if (present.isPresent()) {
      meters.hit();
      return present.get();
    }
    meters.miss();
    return fetched(blob, fetch);
  }

  /// The usable copy of `blob`, in use by the caller.
  private Optional<Pinned> pinned(Blob blob) {
    Optional<String> file = entries.pin(stem(blob.key()));
    if (file.isPresent() && !usable(blob, file.get())) {
      drop(blob.key());
      return Optional.empty();
    }
    return file.map(name -> new Pinned(stem(blob.key()), name));
  }

  private Pinned fetched(Blob blob, Fetch fetch) {
    String stem = stem(blob.key());
    while (true) {
      CompletableFuture<Void> mine = new CompletableFuture<>();
      CompletableFuture<Void> first = fetches.putIfAbsent(stem, mine);
      if (first == null) {
        return lead(blob, mine, fetch);
      }
      follow(first);
      Optional<Pinned> copy = pinned(blob);
      if (copy.isPresent()) {
        return copy.get();
      }
    }
  }

  /// Ends the fetch for the callers that wait, with its failure if it fails.
  private Pinned lead(Blob blob, CompletableFuture<Void> mine, Fetch fetch) {
    String stem = stem(blob.key());
    try {
      Pinned copy = pinned(blob).orElseGet(() -> fetch(blob, fetch));
      fetches.remove(stem);
      mine.complete(null);
      return copy;
    } catch (RuntimeException | Error failed) {
      fetches.remove(stem);
      mine.completeExceptionally(failed);
      throw failed;
    }
  }

  private static void follow(CompletableFuture<Void> first) {
    try {
      first.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private Pinned fetch(Blob blob, Fetch fetch) {
    Path draft = folder.resolve(DRAFT + UUID.randomUUID());
    delete(entries.evict(blob.bytes()));
    try {
      withRoom(draft, fetch);
      return kept(blob, draft);
    } catch (RuntimeException failed) {
      delete(draft);
      throw failed;
    }
  }

  /// Makes the complete file `draft` the copy of `blob`.
  private Pinned kept(Blob blob, Path draft) {
    String stem = stem(blob.key());
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    String file = stem + "." + random + "." + blob.bytes();
    var _ =
        disk.write(() -> {
          files.sync(draft);
          files.move(draft, folder.resolve(file));
          return file;
        });
    String used = entries.addPinned(stem, file, blob.bytes());
    if (!used.equals(file)) {
      delete(folder.resolve(file));
    }
    return new Pinned(stem, used);
  }

  /// On a full disk, all copies that are not in use make room, once.
  private void withRoom(Path draft, Fetch fetch) {
    try {
      fetch.into(draft);
    } catch (MediaException refused) {
      if (!(refused.failure() instanceof Failure.StorageFull)) {
        throw refused;
      }
      List<String> evicted = entries.evictAll();
      if (evicted.isEmpty()) {
        throw refused;
      }
      delete(evicted);
      delete(draft);
      fetch.into(draft);
    }
  }

  /// Runs `write` on a thread of the disk. On a full disk, the rendition cache makes room.
  public <T> T write(Callable<T> write) {
    return headroom.retry(Headroom.Need.STORE, () -> disk.write(write));
  }

  /// The operations on files of the folder.
  public FileOperations files() {
    return files;
  }

  /// Moves `staged`, the bytes of `blob`, to the copies: its first renditions need them. Deletes it
  /// if that is not possible.
  public void adopt(Blob blob, Path staged) {
    try {
      if (entries.fits(blob.bytes())) {
        delete(entries.evict(blob.bytes()));
        kept(blob, staged).close();
      }
    } catch (MediaException refused) {
      EventLog.debug("source.not-kept", "id", blob.key().id());
    }
    delete(staged);
  }

  /// Reads the copy of `blob`, if there is one, and deletes it if its digest differs.
  public void verify(Blob blob) {
    Optional<Pinned> copy = pinned(blob);
    if (copy.isEmpty()) {
      return;
    }
    MessageDigest sha256 = Sha256.digester();
    try (Pinned held = copy.get();
        OpenFile bytes = OpenFile.open(disk, held.path(), blob.bytes())) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      long at = 0;
      for (int count = bytes.read(chunk, at); count > 0; count = bytes.read(chunk.clear(), at)) {
        at += count;
        sha256.update(chunk.flip());
      }
    } catch (IOException unreadable) {
      EventLog.debug("source.unreadable", "id", blob.key().id());
    }
    if (!Sha256.of(sha256.digest()).equals(blob.described().digest())) {
      EventLog.warn("source.damaged", "id", blob.key().id());
      drop(blob.key());
    }
  }

  /// Deletes the copy of `key`, if there is one.
  public void drop(BlobKey key) {
    entries.forget(stem(key)).ifPresent(file -> delete(List.of(file)));
  }

  private boolean usable(Blob blob, String name) {
    Path file = folder.resolve(name);
    try {
      return disk.call(() -> {
        RegularFile.require(file, blob.bytes());
        files.touch(file, clock.millis());
        return true;
      });
    } catch (NoSuchFileException | RegularFile.OtherException gone) {
      return false;
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  private void delete(List<String> names) {
    names.forEach(name -> delete(folder.resolve(name)));
  }

  private void delete(Path file) {
    try {
      var _ = disk.call(() -> files.deleteIfPresent(file));
    } catch (IOException | MediaException left) {
      EventLog.warn("source.left", "reason", left.getClass().getSimpleName());
    }
  }

  private static String stem(BlobKey key) {
    return key.name()
        + switch (key.kind()) {
          case IMAGE -> ".image";
          case VIDEO -> ".video";
          case MASTER -> ".master";
        };
  }

  /// The number of bytes of all copies.
  public long bytes() {
    return entries.bytes();
  }

  /// A copy that is not evicted until it is closed.
  private final class Pinned implements BlobStore.LocalCopy {
    private final String stem;
    private final String file;
    private boolean closed;

    Pinned(String stem, String file) {
      this.stem = stem;
      this.file = file;
    }

    @Override
    public Path path() {
      return folder.resolve(file);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        delete(entries.unpin(stem, file));
      }
    }
  }
}
