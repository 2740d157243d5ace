package io.calotype.http;

import io.calotype.http.connection.BrokenMessages;
import io.calotype.http.connection.LoopConnections;
import io.calotype.http.connection.MonitoredConnection;
import io.calotype.http.exchange.BodyInput;
import io.calotype.http.exchange.Cors;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.LoopTasks;
import io.calotype.http.exchange.RequestHead;
import io.calotype.http.exchange.ServerContext;
import io.calotype.http.problem.ProblemDocument;
import io.calotype.http.problem.Problems;
import io.calotype.http.shortpath.ShortPath;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One event loop of the server, with its accepted connections.
final class ServerLoop extends VerticleBase {
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;
  private static final int IDLE_SECONDS = 120;
  private static final int LOOK_MILLIS = 1_000;

  private final CalotypeServer.Address address;
  private final Routes routes;
  private final ServerContext serverContext;
  private final Cors cors;
  private final LoopConnections connections;
  private final RequestHead head = new RequestHead();
  private final @Nullable ShortPath shortPath;
  private volatile @Nullable HttpServer server;

  /// Creates a loop.
  ///
  /// @param shortPath answers repeated requests; null if there are none
  ServerLoop(
      CalotypeServer.Address address,
      Routes routes,
      ServerContext serverContext,
      @Nullable ShortPath shortPath) {
    this.address = address;
    this.shortPath = shortPath;
    this.routes = routes;
    this.serverContext = serverContext;
    this.cors = serverContext.clientPolicy().cors();
    this.connections = new LoopConnections(serverContext.connections());
  }

  /// The listening port, once the loop has started.
  int port() {
    return Objects.requireNonNull(server).actualPort();
  }

  /// Stops accepting connections. Closes each connection once no request is in progress, or after
  /// `patience`.
  Future<?> drain(Duration patience) {
    HttpServer listening = server;
    return listening == null
        ? Future.succeededFuture()
        : listening.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<?> start() {
    serverContext.connections().join(connections, task -> LoopTasks.run(context, task));
    vertx.setPeriodic(LOOK_MILLIS, look -> connections.look());
    return vertx
        .createHttpServer(options())
        .connectionHandler(this::accept)
        .requestHandler(this::answer)
        .invalidRequestHandler(this::refuse)
        .listen(address.port(), address.host())
        .onSuccess(listening -> server = listening);
  }

  private void accept(HttpConnection connection) {
    MonitoredConnection monitored = connections.accept(connection);
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(ShortPath.LAST) != null) {
      pipeline.addBefore(
          ShortPath.LAST,
          "broken",
          new BrokenMessages(() -> LoopTasks.run(context, () -> brokenBody(connection))));
    }
    if (shortPath != null) {
      shortPath.attach(pipeline, monitored);
    }
  }

  /// Answers the current request with 400, because its body cannot be parsed to the end.
  private void brokenBody(HttpConnection connection) {
    if (BodyInput.broken(((ConnectionBase) connection).channel())) {
      return; // the reader of the body answers
    }
    connections
        .current(connection)
        .filter(request -> !request.response().headWritten())
        .ifPresent(request ->
            exchange(request).lastProblem(Problems.malformedRequest("The body is broken.")));
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

  private HttpExchange exchange(HttpServerRequest request) {
    return new HttpExchange(request, context, serverContext);
  }

  private void refuse(HttpServerRequest request) {
    refuse(request, invalid(request));
  }

  /// Sends `problem` as the last answer, because the rest of the connection cannot be parsed.
  private void refuse(HttpServerRequest request, ProblemDocument problem) {
    HttpExchange exchange = exchange(request);
    measure(exchange);
    exchange.lastProblem(problem);
  }

  private void answer(HttpServerRequest request) {
    connections.begin(request);
    HttpExchange exchange = exchange(request);
    measure(exchange);
    cors.allow(request);
    if (cors.preflight(request)) {
      cors.grant(request.response());
      exchange.end(204);
    } else {
      answer(exchange, request);
      if (shortPath != null) {
        shortPath.offer(exchange);
      }
    }
  }

  private void answer(HttpExchange exchange, HttpServerRequest request) {
    ProblemDocument fatal = head.fatal(request);
    ProblemDocument refusal = fatal == null ? RequestHead.refusal(request) : null;
    if (fatal != null) {
      refuse(request, fatal);
    } else if (refusal != null) {
      exchange.problem(refusal);
    } else {
      exchange.guarded(() -> {
        serverContext.clientPolicy().keyless().require(request);
        routes.route(exchange);
      });
    }
  }

  private void measure(HttpExchange exchange) {
    long begun = System.nanoTime();
    exchange.response().endHandler(ended -> serverContext.requests().answered(exchange, begun));
  }

  private static ProblemDocument invalid(HttpServerRequest request) {
    return switch (request.decoderResult().cause()) {
      case TooLongHttpLineException e -> Problems.uriTooLong();
      case TooLongHttpHeaderException e -> Problems.headersTooLarge();
      case BrokenMessages.UnsupportedVersionException e -> Problems.unknownVersion();
      case null, default -> Problems.malformedRequest();
    };
  }
}
