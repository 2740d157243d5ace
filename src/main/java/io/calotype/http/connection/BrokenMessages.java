package io.calotype.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/// Marks messages as broken that Vert.x would answer in its own form, or not at all. They then
/// receive a problem document in HTTP/1.1 form. Affected are versions other than 1.0 and 1.1, and
/// broken chunks.
///
/// One for each connection, behind the HTTP decoder.
public final class BrokenMessages extends ChannelInboundHandlerAdapter {
  private final Runnable brokenBody;

  /// Creates a handler. `brokenBody` answers a request whose body cannot be read further.
  public BrokenMessages(Runnable brokenBody) {
    this.brokenBody = brokenBody;
  }

  /// The request has an unsupported version of HTTP.
  public static final class UnsupportedVersionException extends RuntimeException {
    UnsupportedVersionException(HttpVersion version) {
      super(version.text());
    }
  }

  /// Intercepts broken chunks, because Vert.x closes the connection without an answer.
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
