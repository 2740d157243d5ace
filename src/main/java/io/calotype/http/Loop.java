package io.calotype.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One event loop of the server, with the connections that it has accepted.
final class Loop extends VerticleBase {
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;
  private static final int IDLE_SECONDS = 120;
  private static final int LOOK_MILLIS = 1_000;

  private final Server.Address address;
  private final Routes routes;
  private final Lobby lobby;
  private final Cors cors;
  private final Connections connections;
  private volatile @Nullable HttpServer server;

  Loop(Server.Address address, Routes routes, Lobby lobby) {
    this.address = address;
    this.routes = routes;
    this.lobby = lobby;
    this.cors = lobby.reception().cors();
    int max = lobby.reception().maxConnections();
    this.connections = new Connections(lobby.connections(), max, lobby.telemetry());
  }

  /// The port that is listened at, once the loop has started.
  int port() {
    return Objects.requireNonNull(server).actualPort();
  }

  /// Takes no more connections, and ends those that there are as soon as nothing is under way on
  /// them, or when `patience` is over.
  Future<?> drain(Duration patience) {
    HttpServer listening = server;
    return listening == null
        ? Future.succeededFuture()
        : listening.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<?> start() {
    lobby.connections().join(connections, task -> context.runOnContext(ignored -> task.run()));
    vertx.setPeriodic(LOOK_MILLIS, look -> connections.look());
    return vertx
        .createHttpServer(options())
        .connectionHandler(connections::accept)
        .requestHandler(this::answer)
        .invalidRequestHandler(this::refuse)
        .listen(address.shared(), address.host())
        .onSuccess(listening -> server = listening);
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
    return new Exchange(request, context, lobby);
  }

  private void refuse(HttpServerRequest request) {
    refuse(request, invalid(request));
  }

  /// What follows on the connection cannot be told apart any more: it is the last answer.
  private void refuse(HttpServerRequest request, ProblemDocument problem) {
    measure(request);
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    exchange(request).problem(problem);
    request.connection().close();
  }

  private void answer(HttpServerRequest request) {
    connections.begin(request);
    measure(request);
    Exchange exchange = exchange(request);
    cors.allow(request);
    if (cors.preflight(request)) {
      cors.grant(request.response());
      exchange.end(204);
    } else if (wellFormed(request)) {
      exchange.guarded(() -> {
        lobby.keyless().require(request);
        routes.route(exchange);
      });
    } else {
      refuse(request, Problems.malformedRequest());
    }
  }

  private void measure(HttpServerRequest request) {
    long begun = System.nanoTime();
    request.response().endHandler(ended -> lobby.requests().answered(request, begun));
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
