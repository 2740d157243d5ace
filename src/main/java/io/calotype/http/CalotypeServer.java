package io.calotype.http;

import io.calotype.http.connection.ConnectionLimit;
import io.calotype.http.exchange.ClientPolicy;
import io.calotype.http.exchange.DateHeader;
import io.calotype.http.exchange.Fallback;
import io.calotype.http.exchange.RequestMeters;
import io.calotype.http.exchange.ServerContext;
import io.calotype.http.shortpath.ShortPath;
import io.calotype.telemetry.Telemetry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The HTTP server: one event loop per core, all on one port. Health and metrics may have a
/// separate port with one more event loop.
public final class CalotypeServer implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<ServerLoop> loops = new ConcurrentLinkedQueue<>();
  private final Handlers handlers;
  private final ServerContext serverContext;

  /// An address to listen at.
  ///
  /// @param host a host name or an IP address
  /// @param port 0 selects any free port
  public record Address(String host, int port) {
    /// The address for Vert.x. All loops of a listener must share one port, and two listeners must
    /// not: Vert.x selects a free port for each negative number.
    Address shared(ListenerKind listener) {
      return port == 0 ? new Address(host, listener == ListenerKind.ADMIN ? -2 : -1) : this;
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /// Creates a server that does not listen yet.
  ///
  /// @param handlers the handlers of all routes
  /// @param clientPolicy the policy for incoming requests
  /// @param connections limits the open connections
  /// @param fallback the body of errors on delivery routes; null sends problem documents
  public CalotypeServer(
      Handlers handlers,
      ClientPolicy clientPolicy,
      ConnectionLimit connections,
      @Nullable Fallback fallback,
      Telemetry telemetry,
      Clock clock) {
    this.handlers = handlers;
    this.serverContext =
        new ServerContext(
            clientPolicy,
            blocking,
            new DateHeader(clock),
            new RequestMeters(telemetry),
            connections,
            fallback);
  }

  /// Listens at `address`, and at `admin` for health and metrics unless it is null. Returns the
  /// port of `address`.
  ///
  /// Errors: an `IOException` with the reason in one line.
  public int listen(Address address, @Nullable Address admin) throws IOException {
    if (admin != null) {
      listen(admin, ListenerKind.ADMIN, 1);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return listen(address, admin == null ? ListenerKind.ONLY : ListenerKind.MAIN, cores);
  }

  private int listen(Address address, ListenerKind listener, int count) throws IOException {
    Routes routes = new Routes(handlers, listener);
    Queue<ServerLoop> added = new ConcurrentLinkedQueue<>();
    try {
      await(
          vertx.deployVerticle(
              () ->
                  added(added, loop(address.shared(listener), routes, shortPath(listener, count))),
              new DeploymentOptions().setInstances(count)));
      return added.element().port();
    } catch (CompletionException unbound) {
      Throwable why = unbound.getCause() == null ? unbound : unbound.getCause();
      throw new IOException("cannot listen at " + address + ": " + why.getMessage(), unbound);
    } finally {
      loops.addAll(added);
    }
  }

  private static ServerLoop added(Queue<ServerLoop> loops, ServerLoop loop) {
    loops.add(loop);
    return loop;
  }

  private ServerLoop loop(Address where, Routes routes, @Nullable ShortPath shortPath) {
    return new ServerLoop(where, routes, serverContext, shortPath);
  }

  /// The short path of one of `loops` loops; null if they deliver no media.
  private @Nullable ShortPath shortPath(ListenerKind listener, int loops) {
    return listener == ListenerKind.ADMIN
        ? null
        : handlers
            .delivery()
            .repeated()
            .ofLoop(loops, serverContext.date(), serverContext.requests());
  }

  /// Stops accepting connections. Closes each connection after its current answers, at the latest
  /// after [#DRAIN].
  @Override
  public void close() {
    await(Future.join(loops.stream().map(loop -> loop.drain(DRAIN)).toList()).otherwiseEmpty());
    await(vertx.close());
    blocking.close();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
