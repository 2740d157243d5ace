package io.calotype.http.delivery;

import io.calotype.disk.OpenBytes;
import io.calotype.disk.OpenFile;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends a part of stored bytes. No event loop reads them, because a disk or a remote store may
/// hang. The next part is read after the previous one has gone to the socket.
///
/// A thread of the disk brings a window of a local file into the page cache, and the kernel sends
/// it from there: [PageCacheWindow]. Other bytes are read in pieces of 64 KiB. A client that takes
/// a window slowly receives pieces too: the kernel may drop pages that wait for long.
///
/// Threads: one virtual thread for each transfer, beside the event loop of its connection.
final class StreamedBytes {
  private static final int PIECE = 64 << 10;

  private final HttpExchange exchange;
  private final OpenBytes source;
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private @Nullable PageCacheWindow windows;
  private @Nullable ByteBuffer piece;
  private long at;
  private long left;

  /// Creates a transfer of the `length` bytes from `offset` on.
  StreamedBytes(HttpExchange exchange, OpenBytes bytes, long offset, long length) {
    this.exchange = exchange;
    this.source = bytes;
    bytes.announce(offset, length);
    this.windows =
        length > PIECE && bytes instanceof OpenFile file
            ? new PageCacheWindow(exchange, file)
            : null;
    this.at = offset;
    this.left = length;
  }

  /// Sends all bytes, or as many as the client accepts. Blocks.
  ///
  /// Errors: `StoreUnavailable`. If the first part cannot be read, nothing has been sent.
  ///
  /// @param head writes the headers, on the event loop
  void send(Runnable head) {
    boolean taken = next(head);
    while (taken && left > 0) {
      taken = next(() -> {});
    }
  }

  private boolean next(Runnable head) {
    PageCacheWindow window = windows;
    if (window != null && loaded(window)) {
      return window(window, head);
    }
    windows = null;
    ByteBuffer bytes = read();
    return written(head, () -> write(bytes, left == 0));
  }

  private boolean loaded(PageCacheWindow window) {
    try {
      return window.load(at, left);
    } catch (IOException refused) {
      throw StoreFaults.of(refused);
    }
  }

  private boolean window(PageCacheWindow window, Runnable head) {
    at += window.length();
    left -= window.length();
    boolean last = left == 0;
    boolean taken = written(head, () -> window.write(last));
    if (!window.fast()) {
      windows = null;
    }
    return taken;
  }

  private ByteBuffer read() {
    ByteBuffer bytes = piece;
    if (bytes == null) {
      bytes = ByteBuffer.allocateDirect((int) Math.min(PIECE, left));
      piece = bytes;
    }
    try {
      bytes.clear().limit((int) Math.min(bytes.capacity(), left));
      if (source.read(bytes, at) < bytes.limit()) {
        throw new EOFException("the stored bytes have become fewer");
      }
    } catch (IOException refused) {
      throw StoreFaults.of(refused);
    }
    at += bytes.limit();
    left -= bytes.limit();
    return bytes.flip();
  }

  /// Writes a part and waits for its transfer. Returns false if the connection is closed.
  private boolean written(Runnable head, Supplier<Future<Void>> part) {
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    exchange.onLoop(() -> {
      try {
        head.run();
        begun(part).onComplete(done -> written.complete(done.succeeded()));
      } catch (RuntimeException failed) {
        written.complete(false);
        throw failed;
      }
    });
    return written.applyToEither(gone, taken -> taken).join();
  }

  private Future<Void> begun(Supplier<Future<Void>> part) {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      return Future.failedFuture("the connection is closed");
    }
    response.closeHandler(closed -> gone.complete(false));
    return part.get();
  }

  private Future<Void> write(ByteBuffer bytes, boolean last) {
    HttpServerResponse response = exchange.response();
    BufferInternal buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    return last ? response.end(buffer) : response.write(buffer);
  }
}
