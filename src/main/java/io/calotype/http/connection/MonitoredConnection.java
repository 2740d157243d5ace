package io.calotype.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of one connection, checked once a second on its event loop.
///
/// Received bytes are counted on arrival. Sent bytes are derived from Netty's outbound queue.
public final class MonitoredConnection extends ChannelInboundHandlerAdapter {
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

  /// The reason to close a connection.
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

  /// Records that the headers of a request are complete.
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

  /// Whether no request is in progress: the last answer is complete and sent. The rest of the last
  /// request's body does not count.
  boolean idle() {
    HttpServerRequest current = request;
    return sent() && (current == null || current.response().ended());
  }

  /// Records the answer to a request that [#begin] was not called for.
  ///
  /// @param begun the time at which the request was received, a [System#nanoTime]
  public void answered(long begun) {
    receivedWhenIdle = received;
    headerSince = NEVER;
    answeredSince = NEVER;
    lastBegun = begun;
  }

  /// Whether the kernel has taken all bytes that were written.
  public boolean sent() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null || queue.isEmpty();
  }

  /// The time at which the last request began, or the connection was opened, on the scale of
  /// `System.nanoTime`.
  long lastBegun() {
    return lastBegun;
  }

  /// The fault of the connection at `now`, in seconds on any scale.
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

  /// Whether the rest of an answered request's body has been awaited for as long as [Lingering]
  /// allows.
  private boolean lingers(long now) {
    HttpServerRequest current = request;
    if (current == null || current.isEnded()) {
      return false;
    }
    answeredSince = Math.min(answeredSince, now);
    return now - answeredSince >= LINGER_SECONDS;
  }

  /// Whether the headers of the next request take too long. Bytes received while idle belong to the
  /// next request.
  @SuppressWarnings("ReferenceEquality") // the same request, not an equal one
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

  /// Whether the client sends the body too slowly. Time in which the server does not read does not
  /// count.
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

  /// Updates the number of bytes sent. A completed message counts as [MinimumThroughput#MIN_BYTES]:
  /// a client that reads whole messages is never too slow.
  @SuppressWarnings("ReferenceEquality") // the same message, not an equal one
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
