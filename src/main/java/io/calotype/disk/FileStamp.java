package io.calotype.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells one state of a file from another without reading it: a file that is written, replaced or
/// restored has another stamp.
///
/// The time of the last status change is part of it, because a restore sets the other times back.
///
/// @param bytes its length
/// @param modified when its bytes were changed
/// @param changed when its status was changed (`st_ctime`)
/// @param key which file it is (device and inode); null where the file system has none
public record FileStamp(long bytes, FileTime modified, FileTime changed, @Nullable Object key) {
  /// The stamp of `file`; empty where there is none.
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
