package io.calotype.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The HTTP server: one event loop a core, all of them on one port.
public final class Server implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final Address address;
  private final Routes routes;
  private final Services services;
  private final HttpDate date;

  /// Where to listen.
  ///
  /// @param host a host name or an IP address
  /// @param port 0 is any that is free
  public record Address(String host, int port) {}

  private Server(Address wanted, Services services, Clock clock) {
    this.services = services;
    this.routes = new Routes(services.handlers(clock));
    this.date = new HttpDate(clock);
    this.address = listen(wanted);
  }

  /// Listens at `address` and answers by `services`.
  ///
  /// Errors: an unchecked exception where the address cannot be bound.
  public static Server start(Address address, Services services, Clock clock) {
    return new Server(address, services, clock);
  }

  /// The port that is listened at.
  public int port() {
    return address.port();
  }

  /// The first loop finds a port where any is wanted; the others share it.
  private Address listen(Address wanted) {
    try {
      Loop first = loop(wanted);
      await(vertx.deployVerticle(first));
      Address found = new Address(wanted.host(), first.port());
      for (int core = 1; core < Runtime.getRuntime().availableProcessors(); core++) {
        await(vertx.deployVerticle(loop(found)));
      }
      return found;
    } catch (RuntimeException unbound) {
      close();
      throw unbound;
    }
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
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
