package io.calotype.cli.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file as a request body, streamed from any position. Each retry opens it again.
///
/// The length is fixed when the file is found. Bytes appended later are not sent.
final class FileBody {
  private final LocalFile file;
  private final UploadProgress progress;
  private @Nullable Counted current; // guarded by this
  private long position; // guarded by this
  private long known; // guarded by this
  private volatile boolean unreadable;

  FileBody(LocalFile file, UploadProgress progress) {
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

  /// The number of bytes of the file that the server has or the connection has taken.
  synchronized long position() {
    return position;
  }

  /// Whether an attempt failed because of the file, not the connection.
  boolean unreadable() {
    return unreadable;
  }

  /// Counts the first `offset` bytes: an earlier run has sent them.
  synchronized void know(long offset) {
    rewind();
    progress.skip(offset);
    known = offset;
    position = offset;
  }

  /// Counts exactly the first `offset` bytes: the server has those.
  synchronized void seek(long offset) {
    leave();
    progress.advance(offset - position);
    position = offset;
  }

  /// Takes all bytes out of the progress.
  synchronized void rewind() {
    seek(known);
    progress.skip(-known);
    known = 0;
    position = 0;
  }

  /// The bytes from `offset` to the end.
  BodyPublisher publisher(long offset) {
    long left = file.bytes() - offset;
    return left == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(offset)), left);
  }

  private synchronized InputStream open(long offset) {
    seek(offset);
    try {
      InputStream in = Files.newInputStream(file.path());
      current = new Counted(in, file.bytes() - offset);
      in.skipNBytes(offset);
      return current;
    } catch (IOException e) {
      leave();
      unreadable = true;
      return InputStream.nullInputStream(); // shorter than Content-Length: the request fails
    }
  }

  /// Ends the attempt before: its last bytes may still be read by another thread.
  private synchronized void leave() {
    Counted before = current;
    current = null;
    if (before != null) {
      try {
        before.close();
      } catch (IOException e) {
        // it was only read
      }
    }
  }

  private synchronized void sent(Counted by, int bytes) {
    if (by == current) {
      position += bytes;
      progress.advance(bytes);
    }
  }

  /// The bytes of one attempt.
  private final class Counted extends FilterInputStream {
    private long left;

    Counted(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, from, (int) Math.min(length, left));
      if (read < 0) {
        unreadable = true;
        throw new IOException("the file has become shorter");
      }
      left -= read;
      sent(this, read);
      return read;
    }
  }
}
