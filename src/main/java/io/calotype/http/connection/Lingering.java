package io.calotype.http.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
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

  /// Closes the connection of an answered request once the request's body has ended.
  public static void closeAfterBody(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    request.handler(ignored -> {});
    request.endHandler(done -> connection.close());
    request.resume();
    close(connection);
  }

  /// Closes a connection after its last answer, once the client has closed its own side. Discards
  /// all further input, because it cannot be parsed.
  public static void closeAfterInput(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.pipeline().addFirst(new Discard());
    channel.config().setAutoRead(true);
    close(connection);
  }

  /// Ends the sending side after the answer: a client that reads to the end of the stream does not
  /// wait for the close. Closes the connection after the limit.
  ///
  /// Called on the connection's event loop.
  private static void close(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(answered -> {
          var _ = ((DuplexChannel) channel).shutdownOutput();
        });
    Vertx vertx = ContextInternal.current().owner();
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
