package io.calotype.http.exchange;

import io.calotype.disk.DedicatedThread;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// A JSON response to slow work. Proxies close silent connections. After [#SILENCE] the response
/// therefore begins with 200 and then sends one space per interval, which is legal before JSON (RFC
/// 8259 section 2). An earlier failure is answered with a problem document. A later one closes the
/// connection before the end of the body.
public final class KeepAliveResponse {
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

  /// Answers `exchange` with the result of `work`. The calling thread waits. `work` runs on a
  /// dedicated platform thread, because a virtual thread that blocks on a hanging disk would pin
  /// its carrier.
  ///
  /// Errors: `Overloaded` while [#MAX_AT_ONCE] calls are in progress.
  public static void give(HttpExchange exchange, Supplier<byte[]> work) {
    give(exchange, SILENCE, work);
  }

  /// Like [#give(HttpExchange, Supplier)], with another interval.
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
