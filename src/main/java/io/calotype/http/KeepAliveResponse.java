package io.calotype.http;

import io.calotype.disk.DedicatedThread;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// JSON that may take long to come. Nobody on the way keeps a silent connection: after [#SILENCE]
/// the answer begins with 200, and a space is sent every so often, which JSON may begin with (RFC
/// 8259 section 2). What fails before that is a problem as always; after that the connection ends
/// without an end of the body.
final class KeepAliveResponse {
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final Buffer SPACE = Buffer.buffer(" ");

  private static final int MAX_AT_ONCE = 32;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final Semaphore PLACES = new Semaphore(MAX_AT_ONCE);

  private final HttpExchange exchange;
  private final Duration silence;
  private volatile boolean over;

  private KeepAliveResponse(HttpExchange exchange, Duration silence) {
    this.exchange = exchange;
    this.silence = silence;
  }

  /// Answers `exchange` with the result of `work`. This thread waits; `work` has a platform thread
  /// of its own: a virtual one that goes through a disk that hangs would keep its carrier.
  ///
  /// Errors: `Overloaded` while [#MAX_AT_ONCE] are under way.
  static void give(HttpExchange exchange, Supplier<byte[]> work) {
    give(exchange, SILENCE, work);
  }

  /// The same with another silence.
  static void give(HttpExchange exchange, Duration silence, Supplier<byte[]> work) {
    KeepAliveResponse answer = new KeepAliveResponse(exchange, silence);
    exchange.onLoop(answer::later);
    try {
      byte[] json = onItsOwnThread(work);
      exchange.onLoop(() -> answer.end(json));
    } finally {
      answer.over = true;
    }
  }

  private static byte[] onItsOwnThread(Supplier<byte[]> work) {
    if (!PLACES.tryAcquire()) {
      throw new MediaException(new Failure.Overloaded(RETRY_AFTER));
    }
    return DedicatedThread.call(
        "long-answer",
        () -> {
          try {
            return work.get();
          } finally {
            PLACES.release();
          }
        });
  }

  private void later() {
    exchange.loop().owner().setTimer(silence.toMillis(), timer -> exchange.onLoop(this::speak));
  }

  private void speak() {
    HttpServerResponse response = exchange.response();
    if (over || exchange.head() || response.ended() || response.closed()) {
      return;
    }
    if (!response.headWritten()) {
      exchange.beginJson();
    }
    response.write(SPACE);
    later();
  }

  private void end(byte[] json) {
    if (exchange.response().headWritten()) {
      exchange.response().end(Buffer.buffer(json));
    } else {
      exchange.jsonNow(200, json);
    }
  }
}
