package io.calotype.originals.files;

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

/// A file of an original or a master.
///
/// @param id whose it is
/// @param name where it is, below `root`
/// @param root of all originals and masters
/// @param path the file itself; its folders may have names that no text can express
/// @param bytes how long it is
/// @param modified when it was written
record StoredFile(MediaId id, String name, Path root, Path path, long bytes, FileTime modified)
    implements OriginalStore.Stored {

  /// The folder below the root in which files are that were set aside, by their names.
  static final String ASIDE = "orphans";

  /// The file at `path` below `root`; empty where its name is no id, it is no regular file, it has
  /// gone, or it is not older than `young`.
  static Optional<OriginalStore.Stored> at(Path root, Path path, Instant young) throws IOException {
    Optional<MediaId> id = MediaId.parse(String.valueOf(path.getFileName()));
    return id.isPresent() ? at(id.get(), root, path, young) : Optional.empty();
  }

  private static Optional<OriginalStore.Stored> at(MediaId id, Path root, Path path, Instant young)
      throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      FileTime modified = found.lastModifiedTime();
      String name = root.relativize(path).toString();
      return found.isRegularFile() && modified.toInstant().isBefore(young)
          ? Optional.of(new StoredFile(id, name, root, path, found.size(), modified))
          : Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  @Override
  public boolean setAside() {
    try {
      if (!unchanged()) {
        return false;
      }
      Path aside = root.resolve(ASIDE).resolve(root.relativize(path));
      Files.createDirectories(aside.resolveSibling(""));
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  private boolean unchanged() throws IOException {
    return Files.getLastModifiedTime(path).equals(modified);
  }

  @Override
  public boolean delete() {
    try {
      return unchanged() && Files.deleteIfExists(path);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }
}
