package io.calotype.http.shortpath;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;

/// Counts the answers of the usual path on one connection, in front of Vert.x's own handler. An
/// answer counts when its last part is written, and not when Vert.x has it: Vert.x keeps parts back
/// while a client reads slowly. No plain request has an interim answer before that.
final class UsualAnswers extends ChannelDuplexHandler {
  /// A message by which the idle handler sees that the client has sent something.
  enum SignOfLife {
    RECEIVED
  }

  private int outstanding;

  /// Counts a request that the usual path receives.
  void expect() {
    outstanding++;
  }

  /// Whether every request has its answer.
  boolean complete() {
    return outstanding == 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof SignOfLife)) {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent) {
      outstanding--;
    }
    var _ = context.write(message, promise);
  }
}
