package io.calotype.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// An address that leads to one server, and later to another: forwards each connection to a port.
/// It can cut the client off.
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 8192;

  private final ServerSocket listener;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition passing = lock.newCondition();
  private boolean held; // guarded by lock
  private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean refusing;
  private volatile int target;

  private TcpProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
    Thread.startVirtualThread(this::listen);
  }

  /// A fault after some bytes.
  private record Fault(AtomicLong left, Runnable effect) {}

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

  /// Keeps all connections and passes nothing until [#restore], as a broken network does. Bytes
  /// that arrive meanwhile are delivered then, however late.
  public void hold() {
    lock.lock();
    try {
      held = true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends all connections, and each new one until [#restore].
  public void refuse() {
    refusing = true;
    cut();
  }

  /// Ends all connections.
  public void cut() {
    clients.forEach(TcpProxy::close);
  }

  /// Causes `effect` once, when clients have sent `bytes` more bytes.
  public void after(long bytes, Runnable effect) {
    fault.set(new Fault(new AtomicLong(bytes), effect));
  }

  /// Whether the fault of [#after] is still to come.
  public boolean armed() {
    return fault.get() != null;
  }

  /// The number of connections that clients have made.
  public int accepted() {
    return accepted.get();
  }

  /// Ends [#hold] and [#refuse].
  public void restore() {
    refusing = false;
    lock.lock();
    try {
      held = false;
      passing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitPassing() {
    lock.lock();
    try {
      while (held) {
        passing.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        Thread.startVirtualThread(() -> connect(client));
      } catch (IOException closed) {
        // the test is over
      }
    }
  }

  private void connect(Socket client) {
    clients.add(client);
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      if (refusing) {
        return;
      }
      Thread back = Thread.startVirtualThread(() -> forward(server, client, _ -> {}));
      forward(client, server, this::sent);
      back.join();
    } catch (IOException refused) {
      // the server does not listen: the connection of the client ends
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }

  private void sent(int bytes) {
    Fault next = fault.get();
    if (next != null && next.left.addAndGet(-bytes) <= 0 && fault.compareAndSet(next, null)) {
      next.effect.run();
    }
  }

  private void forward(Socket from, Socket to, IntConsumer passed) {
    try (from;
        to) {
      byte[] buffer = new byte[BUFFER];
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        awaitPassing();
        to.getOutputStream().write(buffer, 0, read);
        passed.accept(read);
      }
    } catch (IOException closed) {
      // by the other side
    }
  }

  private static void close(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    restore();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
