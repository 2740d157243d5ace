package io.calotype.http.delivery;

import io.calotype.disk.OpenFile;
import io.calotype.http.exchange.HttpExchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.UncloseableFileRegion;
import io.vertx.core.net.impl.VertxConnection;
import java.io.IOException;

/// A window over a local file, which moves from its begin to its end. A thread of the disk loads
/// it, and the kernel sends it from the page cache (`sendfile`), without a copy in this process.
///
/// The first window is small. It shows whether the client is fast: further ones are larger.
final class PageCacheWindow {
  private static final long FIRST = 512 << 10;
  private static final long NEXT = 2 << 20;

  /// The longest region of one write. A connection without a finished write counts as idle.
  private static final long REGION = 128 << 10;

  private static final long FAST_NANOS = 250_000_000;

  private final HttpExchange exchange;
  private final OpenFile file;
  private long from;
  private long length;
  private long begun;

  PageCacheWindow(HttpExchange exchange, OpenFile file) {
    this.exchange = exchange;
    this.file = file;
  }

  /// Moves to `position`, with at most `left` bytes, and loads the window. Blocks. Returns false if
  /// the page cache does not have it: the kernel must not send it on an event loop.
  ///
  /// Errors: those of [OpenFile#load].
  boolean load(long position, long left) throws IOException {
    length = Math.min(length == 0 ? FIRST : NEXT, left);
    from = position;
    boolean loaded = file.load(from, length);
    begun = System.nanoTime();
    return loaded;
  }

  /// The number of bytes.
  long length() {
    return length;
  }

  /// Writes the window, and the headers before the first one. On the event loop.
  ///
  /// @param last whether the response ends with it
  Future<Void> write(boolean last) {
    HttpServerResponse response = exchange.response();
    if (!response.headWritten()) {
      var _ = response.writeHead();
    }
    VertxConnection connection = (VertxConnection) exchange.request().connection();
    Promise<Void> sent = Promise.promise();
    long end = from + length;
    for (long at = from; at < end; at += REGION) {
      long count = Math.min(REGION, end - at);
      UncloseableFileRegion region = new UncloseableFileRegion(file.channel(), at, count);
      if (at + count < end) {
        connection.writeToChannel(region);
      } else {
        connection.writeToChannel(region, sent);
      }
    }
    return last ? response.end().compose(ended -> sent.future()) : sent.future();
  }

  /// Whether the client took the window, which was just sent, at once.
  boolean fast() {
    return System.nanoTime() - begun < FAST_NANOS;
  }
}
