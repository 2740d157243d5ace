package io.calotype.http.shortpath;

import io.calotype.http.connection.MonitoredConnection;
import io.calotype.http.exchange.DateHeader;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.Repeatable;
import io.calotype.http.exchange.RequestMeters;
import io.calotype.http.routing.RouteClass;
import io.calotype.telemetry.EventLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers repeated requests on the connections of one event loop before Vert.x decodes them.
///
/// An answer enters the table in one way: the usual path has given it to a request with the same
/// [PlainRequest#key], within the call that received that request, and has said that an equal
/// request may have it again. Its head is recorded on the way to the socket.
///
/// Threads: its event loop.
public final class ShortPath {
  private static final int MOST_AT_ONCE = 64 << 10; // as by default

  // The places of Vert.x's handlers in a pipeline. Received bytes pass the decoder first, and the
  // idle handler only sees decoded messages. A short answer therefore sends it a sign of life.
  private static final String DECODER = "httpDecoder";
  private static final String ENCODER = "httpEncoder";

  /// The name of Vert.x's own handler, the last in a connection's pipeline.
  public static final String LAST = "handler";

  /// Heads up to [PlainRequest#MAX_BYTES] arrive in one read. By default the buffer shrinks to the
  /// length of the last heads, and a longer one arrives in two.
  private static final RecvByteBufAllocator HEADS =
      new AdaptiveRecvByteBufAllocator(
          PlainRequest.MAX_BYTES, PlainRequest.MAX_BYTES, MOST_AT_ONCE);

  private static final int DATE_BYTES = 29; // IMF-fixdate of RFC 9110 section 5.6.7

  private final CurrentAnswers current;
  private final KnownAnswers answers;
  private final PlainRequest request;
  private final Records records;
  private DateHeader.Stamp now;
  private @Nullable Offer offer;

  /// The collaborators that date, count and time answers.
  record Records(DateHeader date, RequestMeters requests, ShortPathMeters meters) {}

  /// An answer that the usual path has given and that may be repeated.
  ///
  /// @param status 200 or 304
  private record Offer(Channel channel, Repeatable basis, RouteClass route, int status) {}

  ShortPath(CurrentAnswers current, KnownAnswers answers, PlainRequest request, Records records) {
    this.current = current;
    this.answers = answers;
    this.request = request;
    this.records = records;
    this.now = records.date().stamp();
  }

  /// Serves the connection with `pipeline`, whose state is `connection`.
  public void attach(ChannelPipeline pipeline, MonitoredConnection connection) {
    if (Stream.of(DECODER, ENCODER, LAST).anyMatch(name -> pipeline.get(name) == null)) {
      return;
    }
    pipeline.channel().config().setRecvByteBufAllocator(HEADS);
    UsualAnswers usual = new UsualAnswers();
    pipeline.addBefore(LAST, "usual-answers", usual);
    ShortPathHandler handler =
        new ShortPathHandler(this, connection, usual, pipeline.context(ENCODER));
    pipeline.addBefore(DECODER, "short-path", handler);
  }

  /// Takes note of an exchange that the usual path has handled. To be called within the call that
  /// received the request.
  public void offer(HttpExchange exchange) {
    Repeatable basis = exchange.repeatable();
    HttpServerResponse response = exchange.response();
    int status = response.getStatusCode();
    if (basis != null && response.ended() && (status == 200 || status == 304)) {
      Channel channel = ((ConnectionBase) exchange.request().connection()).channel();
      offer = new Offer(channel, basis, exchange.routeClass(), status);
    }
  }

  /// The form of received bytes.
  PlainRequest.Form read(ByteBuf received) {
    return request.read(received);
  }

  /// The key of the request that was read last.
  String key() {
    return request.key();
  }

  /// Returns the valid answer to the request `key`; null if there is none.
  @Nullable KnownAnswer find(String key) {
    KnownAnswer known = answers.find(key);
    if (known == null || EventLog.debugs()) { // each hit is a debug event of the usual path
      return null;
    }
    now = records.date().stamp();
    if (current.current(known, now.second())) {
      return known;
    }
    answers.remove(key);
    return null;
  }

  /// The bytes after the head of `answer`; null if its tier does not have them.
  @Nullable ByteBuf body(KnownAnswer answer) {
    return current.body(answer);
  }

  /// Creates the head of `answer`, which was just found, with the current `Date`.
  ByteBuf head(KnownAnswer answer, ByteBufAllocator allocator) {
    ByteBuf known = answer.head();
    int length = known.writerIndex();
    ByteBuf head = allocator.directBuffer(length, length);
    head.writeBytes(known, 0, length);
    head.setBytes(answer.dateAt(), now.ascii(), 0, DATE_BYTES);
    return head;
  }

  /// Counts one answer.
  void counted() {
    records.meters().answered();
  }

  /// Times `answer` to a request that was received at `begun`, a [System#nanoTime].
  void timed(KnownAnswer answer, long begun) {
    records.requests().answered(answer.route(), answer.status(), begun);
  }

  /// Forgets offers of earlier requests.
  void expect() {
    offer = null;
  }

  /// Adds the answer that `capture` has recorded on `channel`, if it was offered.
  void learn(String key, AnswerCapture capture, Channel channel) {
    Offer given = offer;
    offer = null;
    if (given == null || !given.channel.equals(channel)) {
      return;
    }
    KnownAnswer answer = capture.answer(given.basis, given.route, given.status);
    if (answer != null) {
      answers.put(key, answer);
    }
  }
}
