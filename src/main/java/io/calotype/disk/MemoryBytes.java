package io.calotype.disk;

import java.nio.ByteBuffer;

/// Bytes in memory, for code that reads open files.
///
/// @param bytes from position to limit; never moved
public record MemoryBytes(ByteBuffer bytes) implements OpenBytes {
  @Override
  public int read(ByteBuffer piece, long position) {
    int from = (int) Math.min(position, bytes.remaining());
    int count = Math.min(piece.remaining(), bytes.remaining() - from);
    piece.put(bytes.slice(bytes.position() + from, count));
    return count;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
