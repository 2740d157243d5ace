package io.calotype.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// Relays connections to the server of the tests. It cuts the first connections that send more than
/// a limit.
final class CuttingRelay implements AutoCloseable {
  private static final int LIMIT = 300_000;

  private final ServerSocket listener;
  private final AtomicInteger cuts;

  /// @param cuts how many connections it cuts
  CuttingRelay(int cuts) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.cuts = new AtomicInteger(cuts);
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /// How many connections it will still cut.
  int left() {
    return Math.max(0, cuts.get());
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        URI server = URI.create(TestServer.URL);
        Socket target = new Socket(server.getHost(), server.getPort());
        start(() -> copy(client, target, true));
        start(() -> copy(target, client, false));
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  private void copy(Socket from, Socket to, boolean cutting) {
    byte[] buffer = new byte[16_384];
    long sent = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        sent += count;
        if (cutting && sent > LIMIT && cuts.getAndDecrement() > 0) {
          return;
        }
      }
    } catch (IOException cut) {
      // the other direction has closed both
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
