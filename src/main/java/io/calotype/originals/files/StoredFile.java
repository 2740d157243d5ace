package io.calotype.originals.files;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.StoreFaults;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/// A blob in its file.
///
/// @param key its name
/// @param folders the folders of all blobs
/// @param path the file itself; its folders may have names that cannot be expressed as text
/// @param found its length and modification time when it was found
/// @param disk the threads that move and delete it
record StoredFile(BlobKey key, BlobFolders folders, Path path, Found found, DiskThreads disk)
    implements BlobStore.StoredBlob {

  /// The attributes of a file.
  record Found(long bytes, FileTime modified) {}

  /// Returns the blob at `path`. Empty if its name is not that of a blob, it is not a regular file,
  /// it is gone, or it was not written before `young`.
  static Optional<BlobStore.StoredBlob> at(
      BlobFolders folders, Path path, BlobKind kind, Instant young, DiskThreads disk)
      throws IOException {
    Optional<BlobKey> key = BlobKey.of(kind, String.valueOf(path.getFileName()));
    Optional<Found> found = key.isPresent() ? found(path) : Optional.empty();
    return found
        .filter(file -> file.modified.toInstant().isBefore(young))
        .map(file -> new StoredFile(key.orElseThrow(), folders, path, file, disk));
  }

  private static Optional<Found> found(Path path) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile()
          ? Optional.of(new Found(found.size(), found.lastModifiedTime()))
          : Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  @Override
  public long bytes() {
    return found.bytes;
  }

  @Override
  public String name() {
    return folders.root().relativize(path).toString();
  }

  @Override
  public boolean setAside() {
    return ifUnchanged(() -> {
      Path aside = folders.aside().resolve(folders.root().relativize(path));
      Files.createDirectories(aside.resolveSibling(""));
      folders.move(path, aside, aside.resolveSibling(BlobFolders.DRAFT + UUID.randomUUID()));
      Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
      return true;
    });
  }

  @Override
  public boolean delete() {
    return ifUnchanged(() -> Files.deleteIfExists(path));
  }

  private boolean ifUnchanged(Callable<Boolean> change) {
    try {
      return disk.call(
          () -> Files.getLastModifiedTime(path).equals(found.modified) && change.call());
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }
}
