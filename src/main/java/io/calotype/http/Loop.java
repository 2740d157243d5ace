package io.calotype.http;

import io.calotype.access.Gate;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.Executor;

/// One event loop of the server, with the connections that it has accepted.
final class Loop extends VerticleBase {
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;
  private static final int IDLE_SECONDS = 120;

  private final Server.Address address;
  private final Routes routes;
  private final Gate gate;
  private final DateHeader date;
  private final Executor blocking;
  private volatile int port;

  Loop(Server.Address address, Routes routes, Gate gate, DateHeader date, Executor blocking) {
    this.address = address;
    this.routes = routes;
    this.gate = gate;
    this.date = date;
    this.blocking = blocking;
  }

  /// The port that is listened at, once the loop has started.
  int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(options())
        .requestHandler(this::answer)
        .invalidRequestHandler(this::refuse)
        .listen(address.shared(), address.host())
        .onSuccess(server -> port = server.actualPort());
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setTcpNoDelay(true)
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEADERS);
  }

  private Exchange exchange(HttpServerRequest request) {
    return new Exchange(request, context, blocking, gate, date);
  }

  /// What follows on the connection cannot be told apart any more.
  private void refuse(HttpServerRequest request) {
    exchange(request).problem(invalid(request));
    request.connection().close();
  }

  private void answer(HttpServerRequest request) {
    Exchange exchange = exchange(request);
    if (wellFormed(request)) {
      exchange.guarded(() -> routes.route(exchange));
    } else {
      exchange.problem(Problems.malformedRequest());
      request.connection().close();
    }
  }

  /// Whether it says whom it asks (RFC 9112 section 3.2), and where it ends (section 6.1).
  private static boolean wellFormed(HttpServerRequest request) {
    String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
    boolean host = request.getHeader(HttpHeaders.HOST) != null;
    return (host || request.version() == HttpVersion.HTTP_1_0)
        && (coding == null || coding.equalsIgnoreCase("chunked"));
  }

  private static ProblemDocument invalid(HttpServerRequest request) {
    return switch (request.decoderResult().cause()) {
      case TooLongHttpLineException e -> Problems.uriTooLong();
      case TooLongHttpHeaderException e -> Problems.headersTooLarge();
      case null, default -> Problems.malformedRequest();
    };
  }
}
