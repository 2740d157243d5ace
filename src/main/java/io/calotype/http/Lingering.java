package io.calotype.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/// Closing a connection whose client is still sending, so that it can read the answer first.
///
/// Closing at once would reset the connection, and a reset takes unread answers with it. So what
/// still comes is read and thrown away until the client has sent all, or a few seconds have passed.
final class Lingering {
  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private Lingering() {}

  /// Says that the connection will be closed, and closes it once the client has stopped sending.
  static void closeAfter(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Vertx vertx = ContextInternal.current().owner();
    long timer = vertx.setTimer(LIMIT_MILLIS, late -> request.connection().close());
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.handler(ignored -> {});
    request.endHandler(done -> {
      vertx.cancelTimer(timer);
      request.connection().close();
    });
    request.resume();
  }
}
