package io.calotype.cli.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// A file as a request body, streamed. Each retry starts at the beginning of the file.
///
/// The length is fixed when the file is found. Bytes appended later are not sent.
final class FileBody {
  private final LocalFile file;
  private final LongConsumer progress;
  private long sent;
  private volatile boolean unreadable;

  /// @param progress receives the length of each piece that is read, and a negative number when a
  ///   retry starts
  FileBody(LocalFile file, LongConsumer progress) {
    this.file = file;
    this.progress = progress;
  }

  long bytes() {
    return file.bytes();
  }

  /// The path of the file.
  Path path() {
    return file.path();
  }

  /// Whether an attempt failed because of the file, not the connection.
  boolean unreadable() {
    return unreadable;
  }

  BodyPublisher publisher() {
    return file.bytes() == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), file.bytes());
  }

  private synchronized InputStream open() {
    rewind();
    try {
      return new Counted(Files.newInputStream(file.path()));
    } catch (IOException e) {
      unreadable = true;
      return InputStream.nullInputStream(); // shorter than Content-Length: the request fails
    }
  }

  /// Subtracts the bytes of the last attempt from the progress.
  synchronized void rewind() {
    progress.accept(-sent);
    sent = 0;
  }

  private synchronized long left() {
    return file.bytes() - sent;
  }

  private synchronized void sent(int bytes) {
    sent += bytes;
    progress.accept(bytes);
  }

  /// The first [#bytes] bytes of the file.
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      long left = left();
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, from, (int) Math.min(length, left));
      if (read < 0) {
        unreadable = true;
        throw new IOException("the file has become shorter");
      }
      sent(read);
      return read;
    }
  }
}
