package io.calotype.originals.files;

import io.calotype.media.MediaId;
import io.calotype.originals.OriginalStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/// A file of an original or a master.
///
/// @param id whose it is
/// @param path where it is
/// @param modified when it was written
record StoredFile(MediaId id, Path path, FileTime modified) implements OriginalStore.Stored {

  /// The file at `path`; empty where its name is no id, it has gone, or it is not older than
  /// `young`.
  static Optional<OriginalStore.Stored> at(Path path, Instant young) {
    return MediaId.parse(String.valueOf(path.getFileName())).flatMap(id -> at(id, path, young));
  }

  private static Optional<OriginalStore.Stored> at(MediaId id, Path path, Instant young) {
    try {
      FileTime modified = Files.getLastModifiedTime(path);
      return modified.toInstant().isBefore(young)
          ? Optional.of(new StoredFile(id, path, modified))
          : Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean delete() {
    try {
      return Files.getLastModifiedTime(path).equals(modified) && Files.deleteIfExists(path);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
