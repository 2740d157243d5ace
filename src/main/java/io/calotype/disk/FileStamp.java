package io.calotype.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Identifies a state of a file without reading it: a file that is written, replaced or restored
/// gets a different stamp.
///
/// The stamp includes the time of the last status change, because a restore resets the other times.
///
/// @param bytes its length
/// @param modified the time of the last change of its content
/// @param changed the time of the last change of its status (`st_ctime`)
/// @param key its device and inode; null if the file system has none
public record FileStamp(long bytes, FileTime modified, FileTime changed, @Nullable Object key) {
  /// Returns the stamp of `file`; empty if it is absent.
  ///
  /// Errors: any other `IOException` of the file system.
  public static Optional<FileStamp> of(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
      return Optional.of(
          new FileStamp(found.size(), found.lastModifiedTime(), changed, found.fileKey()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }
}
