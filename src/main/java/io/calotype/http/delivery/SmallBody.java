package io.calotype.http.delivery;

import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/// Sends bytes that were read for one answer, and releases them: Vert.x never releases a buffer
/// that it is given.
final class SmallBody {
  private SmallBody() {}

  /// Ends `response` with the `length` bytes of `bytes` from `offset` on. Releases `bytes` after
  /// the transfer, or when the connection is closed. On the event loop.
  static void send(HttpServerResponse response, ByteBuf bytes, int offset, int length) {
    response.closeHandler(gone -> release(bytes));
    try {
      response
          .end(BufferInternal.buffer(bytes.slice(offset, length)))
          .onComplete(sent -> release(bytes));
    } catch (RuntimeException failed) {
      release(bytes);
      throw failed;
    }
  }

  private static void release(ByteBuf bytes) {
    if (bytes.refCnt() > 0) {
      bytes.release();
    }
  }
}
