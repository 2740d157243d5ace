package io.calotype.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection, and what is going on at it: looked at once a second, on its event loop.
///
/// Bytes are counted as they come; how many have gone is read off Netty's queue.
final class MonitoredConnection extends ChannelInboundHandlerAdapter {
  private static final long HEADER_SECONDS = 10;
  private static final long LINGER_SECONDS = 5;
  private static final long NEVER = Long.MAX_VALUE;

  private final Channel channel;
  private final MinimumThroughput body = new MinimumThroughput();
  private final MinimumThroughput reader = new MinimumThroughput();
  private final MeanThroughput mean = new MeanThroughput();
  private @Nullable HttpServerRequest request;
  private @Nullable HttpServerRequest lastIdle;
  private long received;
  private long receivedWhenIdle;
  private long headerSince = NEVER;
  private long answeredSince = NEVER;
  private long lastBegun = System.nanoTime();
  private @Nullable Object sending;
  private long sent;
  private long progress;

  MonitoredConnection(Channel channel) {
    this.channel = channel;
  }

  /// Why a connection is not kept.
  enum Fault {
    SLOW_HEADERS,
    SLOW_BODY,
    SLOW_READER,
    UNREAD_BODY,
    TOO_MANY
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      received += bytes.readableBytes();
    }
    context.fireChannelRead(message);
  }

  /// The headers of a request are complete.
  void begin(HttpServerRequest begun) {
    request = begun;
    headerSince = NEVER;
    answeredSince = NEVER;
    lastBegun = System.nanoTime();
    mean.begin(received);
  }

  /// The last request; empty before the first.
  Optional<HttpServerRequest> current() {
    return Optional.ofNullable(request);
  }

  /// Whether no request is under way: the last one is answered, and the answer is gone. The rest of
  /// its body is not read for anything.
  boolean idle() {
    HttpServerRequest current = request;
    return current == null || (current.response().ended() && sent());
  }

  private boolean sent() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null || queue.isEmpty();
  }

  /// When its last request began, or when it was opened, on the scale of `System.nanoTime`.
  long lastBegun() {
    return lastBegun;
  }

  /// What is wrong with it at `now`, in seconds on any scale.
  Optional<Fault> look(long now) {
    if (reader(now)) {
      return Optional.of(Fault.SLOW_READER);
    }
    if (idle()) {
      body.rest();
      if (lingers(now)) {
        return Optional.of(Fault.UNREAD_BODY);
      }
      return Optional.of(Fault.SLOW_HEADERS).filter(slow -> headers(now));
    }
    return Optional.of(Fault.SLOW_BODY).filter(slow -> body(now));
  }

  /// The rest of a body whose request is answered is waited for as long as [Lingering] waits.
  private boolean lingers(long now) {
    HttpServerRequest current = request;
    if (current == null || current.isEnded()) {
      return false;
    }
    answeredSince = Math.min(answeredSince, now);
    return now - answeredSince >= LINGER_SECONDS;
  }

  /// What comes while nothing is under way is the beginning of a request.
  @SuppressWarnings("ReferenceEquality") // the same request, not one like it
  private boolean headers(long now) {
    if (request != lastIdle) {
      lastIdle = request;
      receivedWhenIdle = received;
    }
    if (received == receivedWhenIdle) {
      headerSince = NEVER;
    } else if (headerSince == NEVER) {
      headerSince = now;
    }
    return headerSince != NEVER && now - headerSince >= HEADER_SECONDS;
  }

  /// A body that we do not read just now is not the client's fault.
  private boolean body(long now) {
    HttpServerRequest current = request;
    if (current == null || current.isEnded() || !channel.config().isAutoRead()) {
      body.rest();
      return false;
    }
    return body.tooSlow(now, received) || mean.tooSlow(received);
  }

  private boolean reader(long now) {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    if (queue == null || queue.isEmpty()) {
      sending = null;
      reader.rest();
      return false;
    }
    count(queue);
    return reader.tooSlow(now, sent);
  }

  /// A message that has gone counts as much as it takes: nobody who reads whole ones is too slow.
  @SuppressWarnings("ReferenceEquality") // the same message, not one like it
  private void count(ChannelOutboundBuffer queue) {
    Object current = queue.current();
    if (current != sending) {
      sending = current;
      sent += MinimumThroughput.MIN_BYTES;
    } else {
      sent += queue.currentProgress() - progress;
    }
    progress = queue.currentProgress();
  }
}
