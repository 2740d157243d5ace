package io.calotype.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file system operations of the stores. A test replaces them to inject faults. An absent path
/// throws `NoSuchFileException`.
public interface FileOperations {
  /// Lists the paths in `folder`, in no order. Each path keeps the raw bytes of its name, so that a
  /// name that the locale cannot express still leads to its file.
  List<Path> list(Path folder) throws IOException;

  /// Returns the attributes of `path`. Links are not followed.
  Stat stat(Path path) throws IOException;

  /// Like [#stat], but returns null if `path` is absent.
  default @Nullable Stat find(Path path) throws IOException {
    try {
      return stat(path);
    } catch (NoSuchFileException absent) {
      return null;
    }
  }

  /// Opens a file for reading.
  SeekableByteChannel open(Path file) throws IOException;

  /// Creates a file that must not exist yet, and opens it for writing.
  WritableByteChannel create(Path file) throws IOException;

  /// Like [#create], with mode 0600.
  WritableByteChannel createPrivate(Path file) throws IOException;

  /// Opens a file that exists for writing behind its first `length` bytes, and cuts off the rest.
  ///
  /// Errors: an `IOException` if the file is shorter.
  WritableByteChannel append(Path file, long length) throws IOException;

  /// Gives `file` a second name on the same file system, which must not exist yet.
  void link(Path file, Path name) throws IOException;

  /// Creates `folder` and its missing parents.
  void createFolder(Path folder) throws IOException;

  /// Copies the bytes of a file to a file that must not exist yet.
  void copy(Path from, Path to) throws IOException;

  /// Renames within one file system and replaces an existing file.
  ///
  /// Errors: `AtomicMoveNotSupportedException` if `to` is on another file system.
  void move(Path from, Path to) throws IOException;

  /// Writes the bytes of a file, or the names in a folder, to stable storage.
  void sync(Path path) throws IOException;

  /// Sets the modification time, in milliseconds since 1970.
  void touch(Path file, long modified) throws IOException;

  /// Deletes a file, a link or an empty folder.
  void delete(Path path) throws IOException;

  /// Like [#delete], but returns false if `path` is absent.
  default boolean deleteIfPresent(Path path) throws IOException {
    try {
      delete(path);
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  /// Creates a file of mode 0600 that contains `text` and a line feed, and syncs its bytes and its
  /// name.
  default void writeLine(Path file, String text) throws IOException {
    writeDraft(file, text);
    sync(file.resolveSibling(""));
  }

  /// Like [#writeLine], for a file that is renamed next: does not sync its name.
  default void writeDraft(Path file, String text) throws IOException {
    try (WritableByteChannel channel = createPrivate(file)) {
      ByteBuffer line = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        channel.write(line);
      }
    }
    sync(file);
  }

  /// The attributes of a path.
  ///
  /// @param file whether it is a regular file
  /// @param folder whether it is a folder
  /// @param modified its modification time, in milliseconds since 1970
  record Stat(boolean file, boolean folder, long length, long modified) {}
}
