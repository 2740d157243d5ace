package io.calotype.cache;

import io.calotype.disk.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// The result of comparing a file with the length and checksum in its name.
sealed interface ChecksumCheck {
  /// The file matches, and `bytes` is its content: direct, read-only, from position 0.
  record Bytes(ByteBuffer bytes) implements ChecksumCheck {}

  /// The file matches, but is too long to be kept in memory.
  record Sound() implements ChecksumCheck {}

  /// The file does not match its name.
  record Damaged() implements ChecksumCheck {}

  /// Reads all of `file`, whose `stat` was just taken. Keeps the content if it has at most
  /// `maxBytes`.
  static ChecksumCheck of(
      FileOperations disk, Path file, FileOperations.Stat stat, EntryName name, int maxBytes)
      throws IOException {
    if (!stat.file() || stat.length() != name.length()) {
      return new Damaged();
    }
    try (SeekableByteChannel channel = disk.open(file)) {
      return name.length() <= maxBytes ? whole(channel, name) : pieces(channel, name);
    }
  }

  private static ChecksumCheck whole(SeekableByteChannel channel, EntryName name)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) name.length());
    fill(channel, bytes);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.flip());
    boolean sound = bytes.limit() == name.length() && (int) checksum.getValue() == name.checksum();
    return sound ? new Bytes(bytes.rewind().asReadOnlyBuffer()) : new Damaged();
  }

  private static ChecksumCheck pieces(SeekableByteChannel channel, EntryName name)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(1 << 16);
    CRC32C checksum = new CRC32C();
    long length = 0;
    while (fill(channel, piece) > 0) {
      length += piece.flip().limit();
      checksum.update(piece);
      piece.clear();
    }
    boolean sound = length == name.length() && (int) checksum.getValue() == name.checksum();
    return sound ? new Sound() : new Damaged();
  }

  private static int fill(SeekableByteChannel channel, ByteBuffer bytes) throws IOException {
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes);
    }
    return bytes.position();
  }
}
