package io.calotype.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The HTTP server: one event loop a core, all of them on one port.
public final class Server implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private final Routes routes;
  private final Services services;
  private final DateHeader date;

  /// Where to listen.
  ///
  /// @param host a host name or an IP address
  /// @param port 0 is any that is free
  public record Address(String host, int port) {
    private static final int ANY_PORT_BUT_THE_SAME = -1;

    /// The port as Vert.x takes it: all loops must find the same one.
    int shared() {
      return port == 0 ? ANY_PORT_BUT_THE_SAME : port;
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private Server(Address wanted, Services services, Clock clock) throws IOException {
    this.services = services;
    this.routes = new Routes(services.handlers(clock));
    this.date = new DateHeader(clock);
    this.port = listen(wanted);
  }

  /// Listens at `address` and answers by `services`.
  ///
  /// Errors: an `IOException` that says in one line why it cannot listen there.
  public static Server start(Address address, Services services, Clock clock) throws IOException {
    return new Server(address, services, clock);
  }

  /// The port that is listened at.
  public int port() {
    return port;
  }

  private int listen(Address wanted) throws IOException {
    Queue<Loop> loops = new ConcurrentLinkedQueue<>();
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      await(
          vertx.deployVerticle(
              () -> added(loops, loop(wanted)), new DeploymentOptions().setInstances(cores)));
      return loops.element().port();
    } catch (CompletionException unbound) {
      close();
      Throwable why = unbound.getCause() == null ? unbound : unbound.getCause();
      throw new IOException("cannot listen at " + wanted + ": " + why.getMessage(), unbound);
    }
  }

  private static Loop added(Queue<Loop> loops, Loop loop) {
    loops.add(loop);
    return loop;
  }

  private Loop loop(Address where) {
    return new Loop(where, routes, services.gate(), date, blocking);
  }

  @Override
  public void close() {
    await(vertx.close());
    blocking.close();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
