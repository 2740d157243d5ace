package io.calotype.originals.s3;

import io.calotype.disk.OpenBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.sync.RequestBody;

/// A part of a local file or buffer that is sent as the body of a request. The client may read it
/// more than once: to sign it, and to send it again. It is never in memory as a whole.
final class FileSlice {
  private static final int BUFFER = 128 << 10;

  private final AtomicLong movedAt = new AtomicLong(System.nanoTime());
  private final OpenBytes file;
  private final long offset;
  private final long length;

  FileSlice(OpenBytes file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.length = length;
  }

  long length() {
    return length;
  }

  /// The time of the last read of the body, as [System#nanoTime].
  long movedAt() {
    return movedAt.get();
  }

  /// Returns the body of a request.
  RequestBody body(String type) {
    return RequestBody.fromContentProvider(Bytes::new, length, type);
  }

  /// Computes the value of `Content-MD5` (RFC 1864), which every service compares with the body.
  String md5() {
    return Base64.getEncoder().encodeToString(digest(md5Digester()));
  }

  /// Reads the slice into `digest` and returns its value.
  byte[] digest(MessageDigest digest) {
    try (InputStream bytes = new Bytes()) {
      byte[] buffer = new byte[BUFFER];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digest.digest();
  }

  private static MessageDigest md5Digester() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has MD5", impossible);
    }
  }

  /// One pass over the slice.
  private final class Bytes extends InputStream {
    private final ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(length, 1, BUFFER));
    private long at;

    Bytes() {
      buffer.limit(0);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      movedAt.set(System.nanoTime());
      if (!buffer.hasRemaining() && !filled()) {
        return -1;
      }
      int read = Math.min(count, buffer.remaining());
      buffer.get(bytes, from, read);
      return read;
    }

    private boolean filled() throws IOException {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
      int read = buffer.hasRemaining() ? file.read(buffer, offset + at) : 0;
      at += read;
      buffer.flip();
      return read > 0;
    }
  }
}
