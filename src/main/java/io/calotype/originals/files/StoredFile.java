package io.calotype.originals.files;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.StoreFaults;
import io.calotype.media.MediaId;
import io.calotype.originals.OriginalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/// A file of an original or a master.
///
/// @param id the id of its media
/// @param root the root of all originals and masters
/// @param path the file itself; its folders may have names that cannot be expressed as text
/// @param bytes its length
/// @param modified its modification time
/// @param disk the threads that move and delete it
record StoredFile(MediaId id, Path root, Path path, long bytes, FileTime modified, DiskThreads disk)
    implements OriginalStore.Stored {

  /// The folder below the root that contains files that were set aside, by their names.
  static final String ASIDE = "orphans";

  /// Returns the file at `path` below `root`. Empty if its name is no id, it is not a regular file,
  /// it is gone, or it was not written before `young`.
  static Optional<OriginalStore.Stored> at(Path root, Path path, Instant young, DiskThreads disk)
      throws IOException {
    Optional<MediaId> id = MediaId.parse(String.valueOf(path.getFileName()));
    return id.isPresent() ? at(id.get(), root, path, young, disk) : Optional.empty();
  }

  private static Optional<OriginalStore.Stored> at(
      MediaId id, Path root, Path path, Instant young, DiskThreads disk) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      FileTime modified = found.lastModifiedTime();
      return found.isRegularFile() && modified.toInstant().isBefore(young)
          ? Optional.of(new StoredFile(id, root, path, found.size(), modified, disk))
          : Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return root.relativize(path).toString();
  }

  @Override
  public boolean setAside() {
    return ifUnchanged(() -> {
      Path aside = root.resolve(ASIDE).resolve(root.relativize(path));
      Files.createDirectories(aside.resolveSibling(""));
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
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
      return disk.call(() -> Files.getLastModifiedTime(path).equals(modified) && change.call());
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }
}
