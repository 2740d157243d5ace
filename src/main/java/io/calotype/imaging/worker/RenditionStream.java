package io.calotype.imaging.worker;

import io.calotype.imaging.worker.protocol.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes of one rendition: a section of a renderer's pipe.
///
/// It records whether the pipe failed, so that a pipe failure is not mistaken for a failure of the
/// reader.
final class RenditionStream extends InputStream {
  private final InputStream pipe;
  private long rest;
  private @Nullable IOException broken;

  /// The next `length` bytes of `pipe`, which must support mark and reset.
  RenditionStream(InputStream pipe, long length) throws IOException {
    if (length < 0) {
      throw new ProtocolException("length " + length);
    }
    this.pipe = pipe;
    this.rest = length;
  }

  /// Returns the first bytes, at most `maxBytes`, without consuming them.
  byte[] prefix(int maxBytes) throws IOException {
    pipe.mark(maxBytes);
    byte[] prefix = pipe.readNBytes((int) Math.min(rest, maxBytes));
    pipe.reset();
    return prefix;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (rest == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = readPipe(into, offset, (int) Math.min(length, rest));
    rest -= count;
    return count;
  }

  private int readPipe(byte[] into, int offset, int length) throws IOException {
    try {
      int count = pipe.read(into, offset, length);
      if (count < 0) {
        throw new EOFException("the renderer has ended");
      }
      return count;
    } catch (IOException e) {
      broken = e;
      throw e;
    }
  }

  /// Reads and discards the remaining bytes.
  void skipRest() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  /// Rethrows the exception of the pipe, if any.
  void throwIfBroken() throws IOException {
    if (broken != null) {
      throw broken;
    }
  }
}
