package io.calotype.http.delivery;

import io.calotype.catalog.CachingCatalog;
import io.calotype.disk.OpenBytes;
import io.calotype.disk.OpenFile;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.Repeatable;
import io.calotype.http.problem.Problems;
import io.calotype.http.semantics.Preconditions;
import io.calotype.http.semantics.RangeDecision;
import io.calotype.http.semantics.Ranges;
import io.calotype.http.semantics.RequestConditions;
import io.calotype.http.semantics.SharedCaches;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.store.Rendition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Answers with a representation: 200, 206, 302, 304, 412 or 416.
public final class RepresentationWriter {
  private static final CharSequence UNCACHED = HttpHeaders.createOptimized("private, no-store");
  private static final CharSequence CONTENT_RANGE = HttpHeaders.createOptimized("content-range");

  /// The most transfers of originals through buffers of 64 KiB: 64 MiB of memory. The kernel sends
  /// further files. Further originals of a remote store are refused.
  private static final int MAX_STREAMS = 1024;

  private static final Duration BUSY = Duration.ofSeconds(2);

  private final CachingCatalog catalog;
  private final Redirects redirects;
  private final ServerTiming timing;
  private final Clock clock;
  private final SharedCaches caches;
  private final Semaphore streams = new Semaphore(MAX_STREAMS);

  public RepresentationWriter(
      CachingCatalog catalog,
      Redirects redirects,
      ServerTiming timing,
      SharedCaches caches,
      Clock clock) {
    this.catalog = catalog;
    this.redirects = redirects;
    this.timing = timing;
    this.caches = caches;
    this.clock = clock;
  }

  /// The shared caches in front of the server.
  SharedCaches caches() {
    return caches;
  }

  /// The times that answers state.
  ServerTiming timing() {
    return timing;
  }

  /// The bytes that clients are sent elsewhere for.
  Redirects redirects() {
    return redirects;
  }

  /// Answers if the preconditions decide without the bytes. Returns false if the bytes are needed.
  boolean answered(
      HttpExchange exchange, Representation representation, RequestConditions conditions) {
    return switch (Preconditions.check(conditions, representation.validators())) {
      case SEND -> false;
      case NOT_MODIFIED -> {
        representation.writeValidators(
            exchange.response(), clock, confirmed(exchange, representation));
        exchange.end(304);
        yield true;
      }
      case FAILED -> {
        exchange.problem(Problems.preconditionFailed());
        yield true;
      }
    };
  }

  /// Whether no change of the media was missed. A node that cannot hear the others serves media in
  /// memory that another node may have removed or closed, and purged from shared caches already.
  private boolean confirmed(HttpExchange exchange, Representation representation) {
    boolean confirmed = !representation.shareable() || catalog.confirms(representation.media());
    if (!confirmed) {
      exchange.repeatable(null);
    }
    return confirmed;
  }

  /// Lets an equal request receive an equal answer, if no header of the answer depends on the time.
  ///
  /// @param media the current record
  void mayRepeat(HttpExchange exchange, Media media, Rendition rendition) {
    Lifetime lifetime = media.lifetime();
    boolean lasting =
        media.open()
            && lifetime.expires() == null
            && lifetime.created().toEpochMilli() <= clock.millis();
    exchange.repeatable(lasting ? new Repeatable(media, rendition, Repeatable.Tier.MEMORY) : null);
  }

  /// Answers 302. No cache keeps the answer, because it was given to this caller at this time.
  void redirect(HttpExchange exchange, Representation representation, String location) {
    HttpServerResponse response = exchange.response();
    response.putHeader(HttpHeaders.LOCATION, location);
    response.putHeader(HttpHeaders.CACHE_CONTROL, UNCACHED);
    representation.writeVary(response);
    representation.writeEmbedding(response, exchange.access().byUrl());
    exchange.end(302);
  }

  /// Like the other method, in place of `body`, which it closes.
  void redirect(HttpExchange exchange, Representation representation, Body body, String location) {
    close(body);
    redirect(exchange, representation, location);
  }

  /// Answers in place of `body` by a redirect to the shared store, if that has the rendition, and
  /// otherwise by `otherwise`. The look at the store and the signature may block.
  void redirectIfStored(
      HttpExchange exchange,
      Representation representation,
      Rendition rendition,
      Body body,
      Runnable otherwise) {
    String download = exchange.parameters().get("download");
    String disposition = representation.disposition(download);
    exchange.offload(() -> {
      try {
        Optional<String> stored =
            redirects.stored(exchange, rendition, disposition.isEmpty() ? null : disposition);
        exchange.onLoop(() ->
            stored.ifPresentOrElse(
                url -> redirect(exchange, representation, body, url), otherwise));
      } catch (RuntimeException failed) {
        close(body);
        throw failed;
      }
    });
  }

  /// Sends the requested part of `body`, and closes it.
  void send(
      HttpExchange exchange,
      Representation representation,
      Body body,
      RequestConditions conditions) {
    switch (Ranges.decide(conditions, representation.validators(), body.length())) {
      case RangeDecision.Whole() -> send(exchange, representation, body, 0, body.length());
      case RangeDecision.Part part -> {
        String range = part.contentRange(body.length());
        exchange.response().setStatusCode(206).putHeader(CONTENT_RANGE, range);
        send(exchange, representation, body, part.first(), part.length());
      }
      case RangeDecision.Unsatisfiable() -> {
        close(body);
        exchange.problem(Problems.rangeNotSatisfiable(body.length()));
      }
    }
  }

  private void send(
      HttpExchange exchange, Representation representation, Body body, long offset, long length) {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      close(body);
      return;
    }
    Runnable head = () -> writeHead(exchange, representation, length);
    if (exchange.head() || length == 0) {
      close(body);
      head.run();
      response.end();
      return;
    }
    switch (body) {
      case Body.Bytes(ByteBuffer bytes) -> {
        head.run();
        response.end(wrapped(bytes, (int) offset, (int) length));
      }
      case Body.Small(ByteBuf bytes) -> {
        head.run();
        SmallBody.send(response, bytes, (int) offset, (int) length);
      }
      case Body.File(OpenFile file, long _) -> {
        head.run();
        sendFile(response, file, offset, length);
      }
      case Body.Original(OpenBytes bytes, long _) when streams.tryAcquire() ->
          exchange.offload(
              () -> stream(new StreamedBytes(exchange, bytes, offset, length), bytes, head));
      case Body.Original(OpenFile file, long _) -> {
        head.run();
        sendFile(response, file, offset, length);
      }
      case Body.Original(OpenBytes remote, long _) -> {
        remote.close();
        throw new MediaException(new Failure.Overloaded(BUSY));
      }
    }
  }

  private void writeHead(HttpExchange exchange, Representation representation, long length) {
    HttpServerResponse response = exchange.response();
    boolean confirmed = confirmed(exchange, representation);
    representation.write(response, clock, confirmed, exchange.access().byUrl());
    String download = exchange.parameters().get("download");
    if (download != null) {
      representation.writeAttachment(response, download);
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
    exchange.dated();
  }

  private void stream(StreamedBytes streamed, OpenBytes bytes, Runnable head) {
    try (bytes) {
      streamed.send(head);
    } finally {
      streams.release();
    }
  }

  /// Sends a file by the kernel. If the connection closes meanwhile, Vert.x throws or never
  /// completes its future.
  private static void sendFile(
      HttpServerResponse response, OpenFile file, long offset, long length) {
    response.closeHandler(gone -> file.close());
    try {
      response.sendFile(file.channel(), offset, length).onComplete(sent -> file.close());
    } catch (RuntimeException failed) {
      file.close();
    }
  }

  /// Wraps direct memory, which the kernel reads without a copy on the way to the socket.
  private static BufferInternal wrapped(ByteBuffer bytes, int offset, int length) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes.slice(offset, length)));
  }

  private static void close(Body body) {
    switch (body) {
      case Body.Bytes _ -> {}
      case Body.Small(ByteBuf bytes) -> bytes.release();
      case Body.File(OpenFile file, long _) -> file.close();
      case Body.Original(OpenBytes bytes, long _) -> bytes.close();
    }
  }
}
