package io.calotype.originals.files;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.FileStamp;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFileSystems;
import io.calotype.disk.OpenFile;
import io.calotype.disk.PrivateFiles;
import io.calotype.disk.ReadThrottle;
import io.calotype.disk.RegularFile;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobFacts;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import io.calotype.originals.OriginalCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Blobs as plain files in [BlobFolders].
public final class FileBlobStore implements BlobStore {
  private static final int CHUNK = 256 << 10;

  private final ReentrantLock creating = new ReentrantLock();
  private final LocalFileSystems local = new LocalFileSystems();
  private final BlobFolders folders;
  private final FileOperations files;
  private final Headroom headroom;
  private final DiskThreads disk;
  private final WriteProbe probe;

  /// Stores blobs in `folders`.
  ///
  /// @param headroom frees space on a full disk
  /// @param disk the threads of every operation
  public FileBlobStore(
      BlobFolders folders, FileOperations files, Headroom headroom, DiskThreads disk) {
    this.folders = folders;
    this.files = files;
    this.headroom = headroom;
    this.disk = disk;
    this.probe = new WriteProbe(folders, files);
  }

  /// Syncs the bytes before the name, and the name before it returns.
  @Override
  public void write(Blob blob, Path staged) {
    Path target = folders.path(blob.key());
    headroom.retry(
        Headroom.Need.STORE, () -> disk.write(() -> prepared(blob.key().kind(), staged, target)));
    headroom.retry(
        Headroom.Need.STORE, () -> disk.write(() -> moved(blob.key().kind(), staged, target)));
  }

  private Path prepared(BlobKind kind, Path staged, Path target) throws IOException {
    folders.require(kind);
    PrivateFiles.restrict(staged); // ffmpeg and renderers have written some of them
    files.sync(staged);
    creating.lock(); // an existing folder has then been synced by its creator
    try {
      folders.create(kind, target.resolveSibling(""));
    } finally {
      creating.unlock();
    }
    return target;
  }

  private Path moved(BlobKind kind, Path staged, Path target) throws IOException {
    folders.move(staged, target, folders.draft(kind));
    files.sync(target.resolveSibling(""));
    return target;
  }

  /// The file itself: a deletion does not affect a program that has opened or linked it.
  @Override
  public LocalCopy checkout(Blob blob) {
    Path path = folders.path(blob.key());
    var _ =
        checked(
            blob.key(),
            () -> {
              RegularFile.require(path, blob.bytes());
              return path;
            });
    return new StoredCopy(path);
  }

  private record StoredCopy(Path path) implements LocalCopy {
    @Override
    public void close() {
      // The blob itself stays.
    }
  }

  @Override
  public OpenFile open(BlobKey key, long bytes) {
    Path path = folders.path(key);
    return checked(key, () -> local.open(disk, path, bytes));
  }

  private <T> T checked(BlobKey key, Callable<T> look) {
    try {
      return disk.call(look);
    } catch (NoSuchFileException absent) {
      requireMounted(key.kind());
      throw new MediaException(new Failure.OriginalLost(key.id()), absent);
    } catch (RegularFile.OtherException other) {
      throw new MediaException(new Failure.OriginalDamaged(key.id()), other);
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  /// Throws `StoreUnavailable` if the absence of a file tells nothing about the blob.
  private void requireMounted(BlobKind kind) {
    var _ =
        disk.run(() -> {
          folders.require(kind);
          return kind;
        });
  }

  @Override
  public OriginalCondition verify(Blob blob, ReadThrottle throttle) {
    try (OpenFile bytes = OpenFile.open(disk, folders.path(blob.key()), blob.bytes())) {
      return digest(bytes, throttle).equals(blob.described().digest())
          ? OriginalCondition.WHOLE
          : OriginalCondition.DAMAGED;
    } catch (NoSuchFileException absent) {
      requireMounted(blob.key().kind());
      return OriginalCondition.LOST;
    } catch (RegularFile.OtherException other) {
      return OriginalCondition.DAMAGED;
    } catch (IOException unreadable) {
      throw StoreFaults.of(unreadable);
    }
  }

  private static Sha256 digest(OpenFile bytes, ReadThrottle throttle) throws IOException {
    MessageDigest sha256 = Sha256.digester();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    int count = bytes.read(chunk, 0);
    for (long at = count; count > 0; at += count) {
      sha256.update(chunk.flip());
      throttle.read(count);
      count = bytes.read(chunk.clear(), at);
    }
    return Sha256.of(sha256.digest());
  }

  /// A file has a length and a time only.
  @Override
  public Optional<BlobFacts> facts(BlobKey key) {
    Optional<BlobFacts> found = disk.run(() -> stat(folders.path(key)));
    if (found.isEmpty()) {
      requireMounted(key.kind());
    }
    return found;
  }

  private Optional<BlobFacts> stat(Path path) throws IOException {
    try {
      FileOperations.Stat found = files.stat(path);
      Instant stored = Instant.ofEpochMilli(found.modified());
      return Optional.of(new BlobFacts(found.length(), stored, null, null));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> revision(BlobKey key) {
    Optional<String> found =
        disk.run(() -> FileStamp.of(folders.path(key)).map(FileStamp::toString));
    if (found.isEmpty()) {
      requireMounted(key.kind());
    }
    return found;
  }

  @Override
  public boolean has(BlobKey key) {
    return revision(key).isPresent();
  }

  @Override
  public void delete(BlobKey key) {
    var _ =
        disk.write(() -> {
          Path path = folders.path(key);
          if (files.deleteIfPresent(path)) {
            files.sync(path.resolveSibling(""));
          } else {
            folders.require(key.kind());
          }
          return path;
        });
  }

  @Override
  public void deleteSetAside(MediaId id) {
    var _ =
        disk.write(() -> {
          for (BlobKind kind : BlobKind.values()) {
            for (Path path : folders.list(folders.aside(kind), id, kind)) {
              files.delete(path);
            }
          }
          return id;
        });
  }

  @Override
  public List<BlobKey> of(MediaId id) {
    return disk.run(() -> {
      List<BlobKey> found = new ArrayList<>();
      for (BlobKind kind : BlobKind.values()) {
        folders.require(kind);
        folders.list(folders.top(kind), id, kind).stream()
            .flatMap(path -> BlobKey.of(kind, path.getFileName().toString()).stream())
            .forEach(found::add);
      }
      return found;
    });
  }

  /// Ignores files with foreign names.
  @Override
  public int each(Instant young, Consumer<StoredBlob> visitor) {
    BlobWalk walk = new BlobWalk(folders, disk, young, visitor);
    Stream.of(BlobKind.values()).forEach(kind -> walk.visit(folders.top(kind), kind));
    return walk.unreadable();
  }

  @Override
  public int deleteSetAside(Instant then) {
    AtomicInteger removed = new AtomicInteger();
    BlobWalk walk =
        new BlobWalk(folders, disk, then, blob -> removed.addAndGet(blob.delete() ? 1 : 0));
    Stream.of(BlobKind.values()).forEach(kind -> walk.visit(folders.aside(kind), kind));
    return removed.get() + disk.write(() -> folders.deleteDrafts(then));
  }

  @Override
  public State state() {
    if (!headroom.storable()) {
      return State.FULL;
    }
    try {
      return disk.call(probe::state);
    } catch (IOException | MediaException noAnswer) {
      return State.UNUSABLE;
    }
  }
}
