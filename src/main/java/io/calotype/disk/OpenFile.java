package io.calotype.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file that is open for reading. Its operations run on the threads of its file system.
///
/// @param channel the open file; the kernel may send from it directly
/// @param disk the threads that read and close it
/// @param loadable whether [#load] can answer for the file: see [LocalFileSystems]
/// @param end ends the use without blocking; it may run twice
public record OpenFile(FileChannel channel, DiskThreads disk, boolean loadable, Runnable end)
    implements OpenBytes {
  /// An open file whose only user closes it.
  public OpenFile(FileChannel channel, DiskThreads disk) {
    this(channel, disk, () -> disk.closeLater(channel));
  }

  /// An open file whose use ends by `end`, without blocking; it may run twice.
  public OpenFile(FileChannel channel, DiskThreads disk, Runnable end) {
    this(channel, disk, false, end);
  }

  /// Opens the regular file `file`, which must have `length` bytes.
  ///
  /// Errors: those of [RegularFile#open] and of [DiskThreads#call].
  public static OpenFile open(DiskThreads disk, Path file, long length) throws IOException {
    return disk.call(() -> new OpenFile(RegularFile.open(file, length), disk));
  }

  /// Brings the `length` bytes from `position` on into the kernel's page cache. Blocks. Returns
  /// whether the kernel has them: an event loop may then let it send them. False if that is
  /// unknown.
  ///
  /// Errors: `StoreUnavailable`; any `IOException` of the disk.
  public boolean load(long position, long length) throws IOException {
    return loadable && disk.call(() -> PageCache.load(channel, position, length));
  }

  @Override
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

  /// Ends the use. The file is closed in the background: see [DiskThreads#closeLater].
  @Override
  public void close() {
    end.run();
  }
}
