package io.calotype.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/// Closing a connection whose client is still sending, so that it can read the answer first.
///
/// Closing at once would reset the connection, and a reset takes unread answers with it. So what
/// still comes is read and thrown away until the client has sent all, or a few seconds have passed.
final class Lingering {
  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private Lingering() {}

  /// Says that the connection will be closed, and closes it once the client has stopped sending.
  static void closeAfter(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Vertx vertx = ContextInternal.current().owner();
    long timer = vertx.setTimer(LIMIT_MILLIS, late -> request.connection().close());
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.handler(ignored -> {});
    request.endHandler(done -> {
      vertx.cancelTimer(timer);
      request.connection().close();
    });
    request.resume();
  }

  /// Ends the sending side of a connection after the answer that was just written, and closes it
  /// once the client has closed its own side. The bytes that still come have no meaning.
  ///
  /// On the connection's event loop.
  static void closeAfterLast(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    Vertx vertx = ContextInternal.current().owner();
    channel.pipeline().addFirst(new Discard());
    channel.config().setAutoRead(true);
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(answered -> {
          var _ = ((DuplexChannel) channel).shutdownOutput();
        });
    long timer = vertx.setTimer(LIMIT_MILLIS, late -> connection.close());
    channel.closeFuture().addListener(closed -> vertx.cancelTimer(timer));
  }

  private static final class Discard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
