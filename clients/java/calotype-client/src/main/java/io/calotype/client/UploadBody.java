package io.calotype.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/// The body of a request: the bytes of a source from an offset on. It reads them in pieces while
/// they are sent, and reports the progress.
///
/// Each try of the request opens the source again. `close` closes the stream of the last try, which
/// a lost connection leaves open.
final class UploadBody implements AutoCloseable {
  private final Source source;
  private final long offset;
  private final UploadProgress progress;
  private volatile InputStream open = InputStream.nullInputStream();
  private volatile IOException failure;

  UploadBody(Source source, long offset, UploadProgress progress) {
    this.source = source;
    this.offset = offset;
    this.progress = progress;
  }

  /// The bytes that are sent.
  long length() {
    return source.length() - offset;
  }

  /// The body for a request, which can be sent several times if the source is repeatable.
  BodyPublisher publisher() {
    return length() == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::begin), length());
  }

  private InputStream begin() {
    close();
    try {
      open = opened();
      return new Reported();
    } catch (IOException unreadable) {
      failure = unreadable;
      return InputStream.nullInputStream(); // too short: the request fails
    }
  }

  private InputStream opened() throws IOException {
    if (source instanceof Source.Once once) {
      return new Borrowed(once.stream());
    }
    InputStream stream = ((Source.Repeatable) source).opening().open();
    stream.skipNBytes(offset);
    return stream;
  }

  /// The error of the source that made the request fail; null if there is none.
  UncheckedIOException failure() {
    IOException cause = failure;
    return cause == null ? null : new UncheckedIOException("the source cannot be read", cause);
  }

  @Override
  public void close() {
    try {
      open.close();
    } catch (IOException ignored) {
      // it was only read
    }
  }

  /// A stream of the caller, who closes it.
  private static final class Borrowed extends InputStream {
    private final InputStream stream;

    Borrowed(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      return stream.read();
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return stream.read(buffer, from, length);
    }
  }

  /// The open stream, at most the announced length of it. It reports each piece, and notes an
  /// error.
  private final class Reported extends InputStream {
    private long left = length();

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count;
      try {
        count = open.read(buffer, from, (int) Math.min(length, left));
      } catch (IOException unreadable) {
        failure = unreadable;
        throw unreadable;
      }
      if (count < 0) {
        failure = new IOException("the source is shorter than " + source.length() + " bytes");
        throw failure;
      }
      left -= count;
      progress.sent(source.length() - left, source.length());
      return count;
    }

    @Override
    public void close() throws IOException {
      open.close();
    }
  }
}
