package io.calotype.upload.body;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// Bytes that arrive at most `piece` at a time, as they do from a socket.
final class Pieces extends InputStream {
  private final ByteArrayInputStream bytes;
  private final int piece;

  Pieces(byte[] bytes, int piece) {
    this.bytes = new ByteArrayInputStream(bytes);
    this.piece = piece;
  }

  @Override
  public int read() {
    return bytes.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    return bytes.read(into, offset, Math.min(length, piece));
  }
}
