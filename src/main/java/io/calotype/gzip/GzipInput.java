package io.calotype.gzip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// Decodes gzip: one member after another, to the end of the input (RFC 1952).
///
/// [java.util.zip.GZIPInputStream] is unsafe for untrusted input. It calls itself for each member,
/// so that many empty members overflow the stack. It also treats a failed read between two members
/// as the end.
///
/// Errors: `ZipException` if the input is not gzip; `EOFException` if it ends inside a member; an
/// `IOException` of the input unchanged.
public final class GzipInput extends InputStream {
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[8 << 10];
  private int from;
  private int to;
  private boolean begun;
  private boolean inMember;

  /// Creates a decoder of `source`, which it closes.
  public GzipInput(InputStream source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (inMember || nextMember()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (length == 0) {
        return 0;
      } else {
        feed();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException notDeflated) {
      throw new ZipException("the data are not deflated");
    }
  }

  private void feed() throws IOException {
    if (inflater.needsDictionary()) {
      throw new ZipException("a dictionary is needed");
    }
    if (from == to && !filled()) {
      throw new EOFException();
    }
    inflater.setInput(buffer, from, to - from);
    from = to;
  }

  /// Reads the header of a member; returns false at the end of the input.
  private boolean nextMember() throws IOException {
    if (from == to && !filled()) {
      if (!begun) {
        throw new EOFException();
      }
      return false;
    }
    require(next() == 0x1f && next() == 0x8b && next() == DEFLATE);
    int flags = next();
    skip(6); // time, compression, system
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << Byte.SIZE);
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    skip((flags & HEADER_CHECKSUM) != 0 ? 2 : 0);
    inflater.reset();
    checksum.reset();
    begun = true;
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    from = to - inflater.getRemaining();
    require(integer() == checksum.getValue());
    require(integer() == (inflater.getBytesWritten() & 0xffff_ffffL));
    inMember = false;
  }

  private long integer() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) next() << shift;
    }
    return value;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText(boolean present) throws IOException {
    while (present && next() != 0) {
      // up to the terminating zero
    }
  }

  private int next() throws IOException {
    if (from == to && !filled()) {
      throw new EOFException();
    }
    return buffer[from++] & 0xff;
  }

  private boolean filled() throws IOException {
    int count = source.read(buffer);
    from = 0;
    to = Math.max(0, count);
    return count > 0;
  }

  private static void require(boolean right) throws ZipException {
    if (!right) {
      throw new ZipException("this is not gzip");
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    source.close();
  }
}
