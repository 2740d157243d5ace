package io.calotype.originals.s3;

import io.calotype.media.Sha256;
import io.calotype.originals.RenditionKey;
import io.calotype.originals.RenditionStore.Found;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Reads one rendition from a response and compares it with its metadata. Not reused.
///
/// An answer that is cut is a failure of the service, and tells nothing about the object.
final class VerifiedDownload
    implements ResponseTransformer<GetObjectResponse, VerifiedDownload.Result> {
  private static final int MAX_BYTES_IN_MEMORY = 4 << 20;
  private static final int PIECE = 64 << 10;

  /// The limit of a stream, plus a second for each [#MIN_RATE] bytes.
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static final long MIN_RATE = 4 << 20;

  private final RenditionKey key;
  private final Runnable damaged;
  private boolean open;

  /// @param damaged is called if bytes that were read as a stream are not those of the rendition
  VerifiedDownload(RenditionKey key, Runnable damaged) {
    this.key = key;
    this.damaged = damaged;
  }

  /// The rendition; empty if the bytes or metadata of the object do not match its key.
  record Result(Optional<Found> found) {}

  @Override
  public boolean needsConnectionLeftOpen() {
    return open;
  }

  @Override
  public Result transform(GetObjectResponse response, AbortableInputStream bytes) {
    Long stated = response.contentLength();
    if (stated == null) {
      throw SdkClientException.create("an answer without a length");
    }
    long length = stated;
    String sha256 = response.metadata().get(S3Upload.SHA256);
    if (length <= 0 || sha256 == null || !S3RenditionStore.matches(key, response.metadata())) {
      bytes.abort();
      return new Result(Optional.empty());
    }
    if (length > MAX_BYTES_IN_MEMORY) {
      open = true;
      return new Result(
          Optional.of(new Found.Streamed(length, new Verified(bytes, length, sha256))));
    }
    return new Result(inMemory(bytes, (int) length, sha256).map(Found.InMemory::new));
  }

  private Optional<ByteBuffer> inMemory(AbortableInputStream bytes, int length, String sha256) {
    MessageDigest digest = Sha256.digester();
    ByteBuffer all = ByteBuffer.allocateDirect(length);
    byte[] piece = new byte[Math.min(PIECE, length)];
    try {
      while (all.hasRemaining()) {
        int read = bytes.read(piece, 0, Math.min(piece.length, all.remaining()));
        if (read < 0) {
          throw new EOFException("an object ends early");
        }
        digest.update(piece, 0, read);
        all.put(piece, 0, read);
      }
    } catch (IOException cut) {
      bytes.abort();
      throw SdkClientException.create("a rendition cannot be read to its end", cut);
    }
    return Sha256.of(digest.digest()).hex().equals(sha256)
        ? Optional.of(all.flip().asReadOnlyBuffer())
        : Optional.empty();
  }

  /// Verifies the bytes before it returns the last one.
  private final class Verified extends FilterInputStream {
    private final MessageDigest digest = Sha256.digester();
    private final AbortableInputStream source;
    private final String sha256;
    private final long deadline;
    private long left;

    Verified(AbortableInputStream source, long length, String sha256) {
      super(source);
      this.source = source;
      this.left = length;
      this.deadline = System.nanoTime() + LONGEST.plusSeconds(length / MIN_RATE).toNanos();
      this.sha256 = sha256;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = super.read(into, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("an object ends early");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("a rendition arrives too slowly");
      }
      digest.update(into, offset, read);
      left -= read;
      if (left == 0 && !Sha256.of(digest.digest()).hex().equals(sha256)) {
        damaged.run();
        throw new IOException("a rendition has other bytes");
      }
      return read;
    }

    /// A close of the response would read the rest.
    @Override
    public void close() {
      source.abort();
    }
  }
}
