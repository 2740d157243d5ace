package io.calotype.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file that is open for reading. Its operations run on the threads of its file system.
///
/// @param channel for the kernel, which sends from it
/// @param disk reads and closes it
public record OpenFile(FileChannel channel, DiskThreads disk) implements Closeable {
  /// Opens the regular file `file`, which must have `length` bytes.
  ///
  /// Errors: those of [RegularFile#open] and of [DiskThreads#call].
  public static OpenFile open(DiskThreads disk, Path file, long length) throws IOException {
    return disk.call(() -> new OpenFile(RegularFile.open(file, length), disk));
  }

  /// Reads into `piece` from `position` on, until it is full or the file ends.
  ///
  /// `piece` must not be used again where this fails: the operation may still go on.
  ///
  /// Errors: those of [DiskThreads#call].
  ///
  /// @return the number of bytes; 0 at the end
  public int read(ByteBuffer piece, long position) throws IOException {
    return disk.call(() -> {
      int before = piece.position();
      int read = 0;
      while (piece.hasRemaining() && read >= 0) {
        read = channel.read(piece, position + piece.position() - before);
      }
      return piece.position() - before;
    });
  }

  /// Closes the file soon. Never blocks: see [DiskThreads#closeLater].
  @Override
  public void close() {
    disk.closeLater(channel);
  }
}
