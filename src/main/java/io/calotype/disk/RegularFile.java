package io.calotype.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Opens regular files only: opening a pipe waits for a writer, and may never return.
public final class RegularFile {
  private RegularFile() {}

  /// The path is not a regular file, or its length differs.
  public static final class OtherException extends IOException {
    OtherException(Path file) {
      super("not the file that was expected: " + file.getFileName());
    }
  }

  /// Opens `file`, which must have `length` bytes, for reading. Links are followed.
  ///
  /// Errors: `NoSuchFileException`, [OtherException], any other `IOException` of the file system.
  public static FileChannel open(Path file, long length) throws IOException {
    require(file, length);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    if (channel.size() != length) {
      channel.close();
      throw new OtherException(file);
    }
    return channel;
  }

  /// Throws the errors of [#open], as far as they can be detected without opening the file.
  public static void require(Path file, long length) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    if (!found.isRegularFile() || found.size() != length) {
      throw new OtherException(file);
    }
  }
}
