package io.calotype.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Open bytes as a stream, from the first to the last one. Closing it leaves them open.
public final class BytesInput extends InputStream {
  private final OpenBytes bytes;
  private final long length;
  private long at;

  /// Reads the `length` bytes of `bytes`, and no others meanwhile.
  public BytesInput(OpenBytes bytes, long length) {
    this.bytes = bytes;
    this.length = length;
    bytes.announce(0, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int wanted = (int) Math.min(count, length - at);
    int read = wanted == 0 ? 0 : bytes.read(ByteBuffer.wrap(target, offset, wanted), at);
    at += read;
    return read == 0 && count > 0 ? -1 : read;
  }
}
