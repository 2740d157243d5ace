package io.calotype.http.shortpath;

import io.calotype.http.connection.MonitoredConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import org.jspecify.annotations.Nullable;

/// The short path on one connection, in front of the HTTP decoder.
///
/// It answers only while nothing else is in progress: the decoder stands between two requests, each
/// earlier request has its whole answer, and the kernel has all of it. The decoder stands between
/// two requests as long as all bytes that it received came as whole plain requests. After any other
/// bytes the connection keeps the usual path until it is closed.
final class ShortPathHandler extends ChannelDuplexHandler {
  private final ShortPath path;
  private final MonitoredConnection connection;
  private final UsualAnswers usual;
  private final ChannelHandlerContext beforeIdle;
  private boolean betweenRequests = true;
  private @Nullable AnswerCapture capture;

  /// Creates a handler.
  ///
  /// @param usual counts the answers of the usual path
  /// @param beforeIdle the last place in front of the idle handler
  ShortPathHandler(
      ShortPath path,
      MonitoredConnection connection,
      UsualAnswers usual,
      ChannelHandlerContext beforeIdle) {
    this.path = path;
    this.connection = connection;
    this.usual = usual;
    this.beforeIdle = beforeIdle;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!betweenRequests || !(message instanceof ByteBuf received)) {
      context.fireChannelRead(message);
      return;
    }
    long begun = System.nanoTime();
    PlainRequest.Form form = path.read(received);
    betweenRequests = form != PlainRequest.Form.OTHER;
    if (form != PlainRequest.Form.REPEATABLE || !usual.complete() || !connection.sent()) {
      usual.expect();
      context.fireChannelRead(message);
      return;
    }
    String key = path.key();
    KnownAnswer answer = path.find(key);
    ByteBuf body = answer == null ? null : path.body(answer);
    if (answer == null || body == null) {
      usually(context, key, message);
      return;
    }
    try {
      answer(context, answer, body, begun);
    } finally {
      received.release();
    }
  }

  private void answer(ChannelHandlerContext context, KnownAnswer answer, ByteBuf body, long begun) {
    path.counted(); // before the client can see the answer
    Channel channel = context.channel();
    ChannelPromise unwatched = new VoidChannelPromise(channel, false);
    ByteBuf head = path.head(answer, context.alloc());
    if (body.isReadable()) {
      var _ = context.write(head, unwatched);
      var _ = context.writeAndFlush(body, unwatched);
    } else {
      var _ = context.writeAndFlush(head, unwatched);
    }
    beforeIdle.fireChannelRead(UsualAnswers.SignOfLife.RECEIVED);
    if (!connection.sent()) {
      awaitSlowReader(context);
    }
    connection.answered(begun);
    path.timed(answer, begun);
  }

  /// Lets the idle handler see the end of an answer that the kernel did not take at once.
  private void awaitSlowReader(ChannelHandlerContext context) {
    var _ =
        context
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(sent -> {
              if (sent.isSuccess()) {
                var _ = context.pipeline().writeAndFlush(Unpooled.EMPTY_BUFFER);
              }
            });
  }

  /// Lets Vert.x answer, and records the answer.
  private void usually(ChannelHandlerContext context, String key, Object message) {
    AnswerCapture recorded = new AnswerCapture(key);
    capture = recorded;
    path.expect();
    usual.expect();
    try {
      context.fireChannelRead(message);
    } finally {
      capture = null;
    }
    if (usual.complete()) {
      path.learn(key, recorded, context.channel());
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    AnswerCapture current = capture;
    if (current != null) {
      current.written(message);
    }
    var _ = context.write(message, promise);
  }
}
