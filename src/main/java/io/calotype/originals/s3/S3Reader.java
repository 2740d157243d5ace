package io.calotype.originals.s3;

import io.calotype.disk.OpenBytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Reads an object in one stream as long as the positions follow each other. A stream that is cut
/// is continued with another request from the first missing byte on.
final class S3Reader implements OpenBytes {
  private static final int MAX_RESUMES = 3;
  private static final int PIECE = 64 << 10;

  private final S3Calls calls;
  private final String bucket;
  private final String key;
  private final String etag;
  private final Runnable closed;
  private final byte[] copy = new byte[PIECE];
  private long end;
  private @Nullable ResponseInputStream<GetObjectResponse> stream;
  private long at;
  private int resumes;

  /// The object that is read.
  ///
  /// @param length its number of bytes
  /// @param etag its version; an object with another one is not read
  record Target(String bucket, String key, long length, String etag) {}

  /// Reads `target`.
  ///
  /// @param closed is called once, at the end of the use
  S3Reader(S3Calls calls, Target target, Runnable closed) {
    this.calls = calls;
    this.bucket = target.bucket;
    this.key = target.key;
    this.etag = target.etag;
    this.end = target.length;
    this.closed = closed;
  }

  /// Reads `target` from `stream`, the answer to a request for all of it.
  S3Reader(
      S3Calls calls,
      Target target,
      Runnable closed,
      ResponseInputStream<GetObjectResponse> stream) {
    this(calls, target, closed);
    this.stream = stream;
  }

  @Override
  public void announce(long position, long length) {
    end = position + length;
  }

  @Override
  public int read(ByteBuffer piece, long position) throws IOException {
    int before = piece.remaining();
    while (piece.hasRemaining() && position + before - piece.remaining() < end) {
      step(piece, position + before - piece.remaining());
    }
    return before - piece.remaining();
  }

  private void step(ByteBuffer piece, long position) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> open = at(position);
      int count = open.read(copy, 0, Math.min(copy.length, piece.remaining()));
      if (count < 0) {
        throw new EOFException("the object ends before its length");
      }
      piece.put(copy, 0, count);
      at += count;
    } catch (IOException | SdkException failed) {
      end();
      resume(failed);
    }
  }

  private void resume(Exception failed) throws IOException {
    if (++resumes > MAX_RESUMES) {
      calls.meters().cut();
      throw new IOException("an object cannot be read to its end", failed);
    }
    calls.meters().resumed();
  }

  private ResponseInputStream<GetObjectResponse> at(long position) throws IOException {
    if (stream == null || at != position) {
      end();
      stream = requested(position);
      at = position;
    }
    return stream;
  }

  private ResponseInputStream<GetObjectResponse> requested(long position) throws IOException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .range("bytes=" + position + "-" + (end - 1))
            .build();
    ResponseInputStream<GetObjectResponse> opened =
        calls.call(
            S3Operation.GET,
            client -> client.getObject(request, ResponseTransformer.toInputStream()));
    if (!etag.equals(opened.response().eTag()) || !ranged(opened.response(), position)) {
      opened.abort();
      throw new IOException("the object has changed while it was read");
    }
    return opened;
  }

  /// Whether the service has sent the range from `position` on. A service that ignores `Range`
  /// sends the whole object.
  private static boolean ranged(GetObjectResponse response, long position) {
    String range = response.contentRange();
    return range == null ? position == 0 : range.startsWith("bytes " + position + "-");
  }

  private void end() {
    ResponseInputStream<GetObjectResponse> open = stream;
    stream = null;
    if (open != null) {
      open.abort(); // a close would read the rest
    }
  }

  @Override
  public void close() {
    ResponseInputStream<GetObjectResponse> open = stream;
    if (open != null && at == end) {
      stream = null;
      try {
        open.close(); // the connection serves the next request
      } catch (IOException lost) {
        // nothing depends on it
      }
    }
    end();
    closed.run();
  }
}
