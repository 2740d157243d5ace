package io.calotype.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/// Marks messages that Vert.x would answer in a form of its own, or not at all, as broken, so that
/// they get a problem document in HTTP/1.1 form: other versions than 1.0 and 1.1, and broken
/// chunks.
///
/// One for each connection, behind the HTTP decoder.
final class BrokenMessages extends ChannelInboundHandlerAdapter {
  private final Runnable brokenBody;

  /// Has `brokenBody` answer a request whose body cannot be read any further.
  BrokenMessages(Runnable brokenBody) {
    this.brokenBody = brokenBody;
  }

  /// The version of a request that this server does not speak.
  static final class UnsupportedVersionException extends RuntimeException {
    UnsupportedVersionException(HttpVersion version) {
      super(version.text());
    }
  }

  /// Vert.x closes a connection at a broken chunk without an answer: it does not see one.
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      check(request);
    } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      content.release();
      brokenBody.run();
      return;
    }
    context.fireChannelRead(message);
  }

  private static void check(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    if (version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0)) {
      return;
    }
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
    request.setDecoderResult(
        DecoderResult.failure(
            version.protocolName().equals("HTTP")
                ? new UnsupportedVersionException(version)
                : new IllegalArgumentException(version.text())));
  }
}
