package io.calotype.http.delivery;

import io.calotype.disk.OpenBytes;
import io.calotype.failure.StoreFaults;
import io.calotype.http.exchange.HttpExchange;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// Sends a part of stored bytes in pieces of 64 KiB. No event loop reads them, because a disk or a
/// remote store may hang. The next piece is read after the previous one has gone to the socket.
///
/// Threads: one virtual thread for each transfer, beside the event loop of its connection.
final class StreamedBytes {
  private static final int PIECE = 64 << 10;

  private final HttpExchange exchange;
  private final OpenBytes source;
  private final ByteBuffer piece;
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private long at;
  private long left;

  /// Creates a transfer of the `length` bytes from `offset` on.
  StreamedBytes(HttpExchange exchange, OpenBytes bytes, long offset, long length) {
    this.exchange = exchange;
    this.source = bytes;
    bytes.announce(offset, length);
    this.at = offset;
    this.left = length;
    this.piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, length));
  }

  /// Sends all pieces, or as many as the client accepts. Blocks.
  ///
  /// Errors: `StoreUnavailable`. If the first piece cannot be read, nothing has been sent.
  ///
  /// @param head writes the headers, on the event loop
  void send(Runnable head) {
    ByteBuffer first = read();
    boolean taken = written(head, first);
    while (taken && left > 0) {
      ByteBuffer next = read();
      taken = written(() -> {}, next);
    }
  }

  private ByteBuffer read() {
    try {
      piece.clear().limit((int) Math.min(piece.capacity(), left));
      if (source.read(piece, at) < piece.limit()) {
        throw new EOFException("the stored bytes have become fewer");
      }
    } catch (IOException refused) {
      throw StoreFaults.of(refused);
    }
    at += piece.limit();
    left -= piece.limit();
    return piece.flip();
  }

  /// Writes a piece and waits for its transfer. Returns false if the connection is closed.
  private boolean written(Runnable head, ByteBuffer bytes) {
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    boolean last = left == 0;
    exchange.onLoop(() -> {
      try {
        head.run();
        write(bytes, last).onComplete(done -> written.complete(done.succeeded()));
      } catch (RuntimeException failed) {
        written.complete(false);
        throw failed;
      }
    });
    return written.applyToEither(gone, taken -> taken).join();
  }

  private Future<Void> write(ByteBuffer bytes, boolean last) {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      return Future.failedFuture("the connection is closed");
    }
    response.closeHandler(closed -> gone.complete(false));
    BufferInternal buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    return last ? response.end(buffer) : response.write(buffer);
  }
}
