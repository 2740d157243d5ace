package io.calotype.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Brings parts of files into the kernel's page cache, from where the kernel sends them without a
/// wait for the disk.
final class PageCache {
  private static final int PIECE = 256 << 10;

  private PageCache() {}

  /// Reads the missing pages of the `length` bytes from `position` on. Blocks. Returns whether the
  /// page cache has all of them; false too on a file system that does not map files.
  ///
  /// `mincore` finds the pages without a copy of the bytes, for a file of [LocalFileSystems].
  ///
  /// Errors: an `IOException` of the disk.
  static boolean load(FileChannel file, long position, long length) throws IOException {
    if (has(file, position, length)) {
      return true;
    }
    read(file, position, length);
    return has(file, position, length);
  }

  /// The mapping lasts for the question only. No thread touches its pages: a fault that does not
  /// return would stop every thread of the JVM at its next safepoint.
  private static boolean has(FileChannel file, long position, long length) {
    try (Arena arena = Arena.ofConfined()) {
      return file.map(FileChannel.MapMode.READ_ONLY, position, length, arena).isLoaded();
    } catch (IOException unmappable) {
      return false;
    }
  }

  private static void read(FileChannel file, long position, long length) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, length));
    long at = position;
    int read = 0;
    while (at < position + length && read >= 0) {
      piece.clear().limit((int) Math.min(piece.capacity(), position + length - at));
      read = file.read(piece, at);
      at += read;
    }
  }
}
