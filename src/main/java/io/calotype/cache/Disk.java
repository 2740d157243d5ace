package io.calotype.cache;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that the cache asks of a file system. What is absent is a `NoSuchFileException`.
interface Disk {
  /// The paths of what is in `folder`, in no order. Each has the name as its raw bytes: a name that
  /// the locale cannot express leads to its file all the same.
  List<Path> list(Path folder) throws IOException;

  /// What is at `path`; a link is not followed.
  Stat stat(Path path) throws IOException;

  /// What is at `path`, as [#stat] says; null where there is nothing.
  default @Nullable Stat find(Path path) throws IOException {
    try {
      return stat(path);
    } catch (NoSuchFileException absent) {
      return null;
    }
  }

  /// Opens a file for reading.
  SeekableByteChannel open(Path file) throws IOException;

  /// Opens a file that does not exist yet for writing.
  WritableByteChannel create(Path file) throws IOException;

  /// Creates `folder` and what is missing above it.
  void createFolder(Path folder) throws IOException;

  /// Renames within one file system, replacing a file that is there.
  void move(Path from, Path to) throws IOException;

  /// Sets the modification time, in milliseconds since 1970.
  void touch(Path file, long modified) throws IOException;

  /// Deletes a file, a link or an empty folder.
  void delete(Path path) throws IOException;

  /// What there is at a path.
  ///
  /// @param file whether it is a regular file
  /// @param folder whether it is a folder
  /// @param modified its modification time, in milliseconds since 1970
  record Stat(boolean file, boolean folder, long length, long modified) {}
}
