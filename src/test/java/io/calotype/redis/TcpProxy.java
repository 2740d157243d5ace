package io.calotype.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// An address that leads to one server, and later to another: forwards each connection to a port.
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private volatile int target;

  private TcpProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
    Thread.startVirtualThread(this::listen);
  }

  /// Opens a free port that leads to the port `target`.
  public static TcpProxy to(int target) {
    try {
      return new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port for a client.
  public int port() {
    return listener.getLocalPort();
  }

  /// Forwards new connections to the port `other`.
  public void target(int other) {
    target = other;
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.startVirtualThread(() -> connect(client));
      } catch (IOException closed) {
        // the test is over
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread back = Thread.startVirtualThread(() -> forward(server, client));
      forward(client, server);
      back.join();
    } catch (IOException refused) {
      // the server does not listen: the connection of the client ends
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forward(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      // by the other side
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
