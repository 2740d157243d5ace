package io.calotype.http.events;

import io.calotype.catalog.JournalEntry;
import io.calotype.catalog.MediaEvent;
import io.calotype.events.EventFeed;
import io.calotype.events.EventSlice;
import io.calotype.http.exchange.HttpExchange;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One response with events, on the event loop of its connection.
///
/// It writes while the connection takes bytes, and otherwise keeps its place in the feed only. A
/// client that is slower than the feed for long misses events and receives `reset`. A client that
/// takes no byte is closed like any slow reader ([io.calotype.http.connection]).
final class EventStream {
  private static final CharSequence TYPE = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");
  private static final CharSequence LAST_EVENT = HttpHeaders.createOptimized("last-event-id");

  private static final int BATCH = 100;
  private static final int BATCHES = 10;

  /// A client that resumes at a time reads events again, rather than miss one because two clocks
  /// differ.
  private static final Duration OVERLAP = Duration.ofSeconds(2);

  private final HttpExchange exchange;
  private final EventViewer viewer;
  private final StreamLimit.Place right;
  private final Shared shared;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Runnable wake = this::wake;
  private long place;
  private long timer;
  private boolean over;

  /// The collaborators of all responses.
  ///
  /// @param heartbeat the time between two comments
  record Shared(
      EventFeed feed,
      OpenStreams open,
      EventStreamMeters meters,
      Clock clock,
      Duration heartbeat) {}

  /// The reason for the end of a response.
  enum End {
    /// The client or a proxy has closed the connection.
    CLOSED,
    /// The token or the signature of the caller has expired.
    EXPIRED,
    /// The server stops.
    STOPPED
  }

  EventStream(HttpExchange exchange, EventViewer viewer, StreamLimit.Place right, Shared shared) {
    this.exchange = exchange;
    this.viewer = viewer;
    this.right = right;
    this.shared = shared;
  }

  /// Sends the headers of the response, without events.
  static void head(HttpExchange exchange) {
    HttpServerResponse response = exchange.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    response.putHeader(BUFFERING, NO);
    exchange.dated();
  }

  /// Begins the response.
  void begin() {
    try {
      beginHere();
    } catch (RuntimeException failed) {
      finish(End.CLOSED);
      throw failed;
    }
  }

  private void beginHere() {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      finish(End.CLOSED);
      return;
    }
    response.closeHandler(_ -> finish(End.CLOSED));
    response.drainHandler(_ -> exchange.guarded(this::write));
    head(exchange);
    if (exchange.request().version() == HttpVersion.HTTP_1_0) { // the end of the connection is that
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE); // of the response
    }
    response.setChunked(true);
    response.write(preamble(exchange.header(LAST_EVENT)));
    shared.feed.subscribe(wake);
    timer = vertx().setPeriodic(shared.heartbeat.toMillis(), _ -> exchange.guarded(this::beat));
    if (shared.open.add(this)) {
      write();
    } else {
      end(End.STOPPED);
    }
  }

  private Vertx vertx() {
    return exchange.loop().owner();
  }

  /// Finds the place of the client, and returns the first lines for it.
  private String preamble(@Nullable String lastEvent) {
    if (lastEvent == null || lastEvent.isEmpty()) {
      place = shared.feed.end();
      return EventText.begun(resumable());
    }
    OptionalLong found = ResumePoint.parse(lastEvent).place(shared.feed);
    if (found.isPresent()) {
      place = found.getAsLong();
      return EventText.resumed();
    }
    place = shared.feed.end();
    return EventText.resumed() + reset();
  }

  private Instant resumable() {
    return shared.clock.instant().minus(OVERLAP);
  }

  private String reset() {
    shared.meters.reset();
    return EventText.reset(resumable());
  }

  /// Writes the next events soon. Any thread may call it.
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      exchange.onLoop(() -> {
        woken.set(false);
        write();
      });
    }
  }

  /// Writes events until there are no more, or the connection takes no more bytes. Then it goes on
  /// when the connection has room. Returns to the loop after some batches.
  private void write() {
    HttpServerResponse response = exchange.response();
    boolean more = true;
    for (int i = 0; i < BATCHES && more && !ended() && !response.writeQueueFull(); i++) {
      EventSlice slice = shared.feed.from(place, BATCH);
      place = slice.next();
      String text = text(slice);
      if (!text.isEmpty()) {
        response.write(text);
      }
      more = slice instanceof EventSlice.Entries(var entries, _) && entries.size() == BATCH;
    }
    if (more && !over && !response.writeQueueFull()) {
      wake();
    }
  }

  /// Whether the response is over. Ends it if the right of the caller has ended.
  private boolean ended() {
    if (!over && viewer.over(shared.clock.instant())) {
      end(End.EXPIRED);
    }
    return over;
  }

  private String text(EventSlice slice) {
    return switch (slice) {
      case EventSlice.Missed _ -> reset();
      case EventSlice.Entries(var entries, _) -> {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> append(text, entry));
        yield text.toString();
      }
    };
  }

  private void append(StringBuilder text, JournalEntry entry) {
    MediaEvent event = entry.event();
    if (event != null) {
      event
          .seen(viewer::sees)
          .ifPresent(type -> {
            text.append(EventText.event(entry.position(), type, event.id(), event.kind()));
            shared.meters.sent();
          });
    }
  }

  private void beat() {
    if (!ended() && !exchange.response().writeQueueFull()) {
      exchange.response().write(EventText.HEARTBEAT);
    }
  }

  /// Ends the response because the server stops. Any thread may call it.
  void stop() {
    exchange.onLoop(() -> end(End.STOPPED));
  }

  private void end(End reason) {
    if (!over) {
      finish(reason);
      exchange.response().end();
      if (exchange.request().version() == HttpVersion.HTTP_1_0) {
        exchange.request().connection().close();
      }
    }
  }

  private void finish(End reason) {
    if (!over) {
      over = true;
      shared.feed.unsubscribe(wake);
      shared.open.remove(this);
      vertx().cancelTimer(timer);
      right.close();
      shared.meters.ended(reason);
    }
  }
}
