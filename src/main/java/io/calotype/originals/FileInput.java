package io.calotype.originals;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/// The bytes of a file, read in pieces on the threads of its disk.
final class FileInput extends InputStream {
  /// The length of a piece, in bytes.
  static final int PIECE = 512 << 10;

  private final SeekableByteChannel file;
  private final DiskThreads disk;

  FileInput(Path path, FileOperations files, DiskThreads disk) throws IOException {
    this.file = disk.call(() -> files.open(path));
    this.disk = disk;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /// After a failure `target` must not be used again: the operation may still be running.
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return disk.call(() -> file.read(ByteBuffer.wrap(target, offset, length)));
  }

  @Override
  public void close() {
    disk.closeLater(file);
  }
}
