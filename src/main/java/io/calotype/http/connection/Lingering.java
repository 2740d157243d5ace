package io.calotype.http.connection;

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

/// Closes a connection whose client is still sending, after the client has had time to read the
/// answer.
///
/// An immediate close would reset the connection, and a reset discards unread answers. The server
/// therefore reads and discards input until the client has sent everything, for at most 5 seconds.
public final class Lingering {
  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private Lingering() {}

  /// Announces the close of the connection, and closes it once the request's body has ended.
  public static void closeAfter(HttpServerRequest request) {
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

  /// Ends the sending side of a connection after the last answer. Closes the connection once the
  /// client has closed its own side. Discards all further input, because it cannot be parsed.
  ///
  /// Called on the connection's event loop.
  public static void closeAfterLast(HttpConnection connection) {
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
