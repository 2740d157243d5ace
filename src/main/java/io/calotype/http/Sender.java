package io.calotype.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Clock;

/// Answers with a representation: 200, 206, 304, 412 or 416.
final class Sender {
  private static final CharSequence CONTENT_RANGE = HttpHeaders.createOptimized("content-range");

  private final Clock clock;

  Sender(Clock clock) {
    this.clock = clock;
  }

  /// Answers at once where the conditions say so, before the bytes are known. False where they are
  /// wanted.
  boolean answered(Exchange exchange, Representation representation, Conditions conditions) {
    return switch (Freshness.check(conditions, representation.validators())) {
      case SEND -> false;
      case NOT_MODIFIED -> {
        representation.writeValidators(exchange.response(), clock);
        exchange.end(304);
        yield true;
      }
      case FAILED -> {
        exchange.problem(Problems.preconditionFailed());
        yield true;
      }
    };
  }

  /// Answers with as much of `body` as the conditions ask for, and closes it.
  void send(Exchange exchange, Representation representation, Body body, Conditions conditions) {
    switch (Ranges.decide(conditions, representation.validators(), body.length())) {
      case Extent.Whole() -> send(exchange, representation, body, 0, body.length());
      case Extent.Part part -> {
        String range = part.contentRange(body.length());
        exchange.response().setStatusCode(206).putHeader(CONTENT_RANGE, range);
        send(exchange, representation, body, part.first(), part.length());
      }
      case Extent.Unsatisfiable() -> {
        close(body);
        exchange.problem(Problems.rangeNotSatisfiable(body.length()));
      }
    }
  }

  private void send(
      Exchange exchange, Representation representation, Body body, long offset, long length) {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      close(body);
      return;
    }
    representation.write(response, clock, exchange.access().byUrl());
    String download = exchange.parameters().get("download");
    if (download != null) {
      representation.writeAttachment(response, download);
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
    exchange.dated();
    if (exchange.head()) {
      close(body);
      response.end();
      return;
    }
    switch (body) {
      case Body.Bytes(ByteBuffer bytes) -> response.end(wrapped(bytes, (int) offset, (int) length));
      case Body.File(FileChannel channel, long ignored) -> {
        response.closeHandler(gone -> close(body));
        sendFile(response, channel, offset, length).onComplete(sent -> close(body));
      }
    }
  }

  /// Vert.x throws, or never says that it is done, where the connection goes away meanwhile.
  private static Future<Void> sendFile(
      HttpServerResponse response, FileChannel channel, long offset, long length) {
    try {
      return response.sendFile(channel, offset, length);
    } catch (RuntimeException failed) {
      return Future.failedFuture(failed);
    }
  }

  /// The kernel reads direct memory where it is: nothing is copied on the way to the socket.
  private static BufferInternal wrapped(ByteBuffer bytes, int offset, int length) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes.slice(offset, length)));
  }

  private static void close(Body body) {
    if (body instanceof Body.File(FileChannel channel, long ignored)) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new AssertionError("closing a file that was only read", e);
      }
    }
  }
}
