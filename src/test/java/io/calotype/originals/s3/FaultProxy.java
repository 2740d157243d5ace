package io.calotype.originals.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port before an S3 server that passes one request per connection, and breaks those that a test
/// selects.
public final class FaultProxy implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
  private static final String END = "\r\n\r\n";
  private static final int HALF = 2;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private final int server;
  private volatile Fault fault = Fault.NONE;
  private volatile Predicate<String> selected = head -> true;

  /// A way to break a request.
  public enum Fault {
    /// Passes it.
    NONE,
    /// Never answers it, and keeps the connection open.
    BLACK_HOLE,
    /// Resets the connection.
    RESET,
    /// Passes it, and resets the connection in place of the answer.
    RESET_AFTER,
    /// Answers with 500, without passing it.
    ERROR,
    /// Answers with 503 and the code `SlowDown`, without passing it.
    SLOW_DOWN,
    /// Answers with 409 without passing it.
    CONFLICT,
    /// Passes it, and answers with 409 in place of the answer.
    CONFLICT_AFTER,
    /// Answers with 501 without passing it.
    UNKNOWN_FUNCTION,
    /// Closes the connection after half of the answer.
    TRUNCATED
  }

  /// Passes requests to the port `server` on loopback.
  public FaultProxy(int server) throws IOException {
    this.server = server;
    Thread.startVirtualThread(this::listen);
  }

  /// The port for a client.
  public int port() {
    return listener.getLocalPort();
  }

  /// The number of requests that have arrived.
  int requests() {
    return requests.get();
  }

  /// Breaks every request.
  public void fail(Fault how) {
    fail(how, Integer.MAX_VALUE, head -> true);
  }

  /// Breaks the next `count` requests whose heads `which` accepts.
  public void fail(Fault how, int count, Predicate<String> which) {
    selected = which;
    left.set(count);
    fault = how;
  }

  private void listen() {
    try {
      while (true) {
        Socket client = listener.accept();
        clients.add(client);
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket client) {
    try {
      byte[] request = request(client.getInputStream());
      String head = head(request);
      if (!head.isEmpty()) {
        requests.incrementAndGet();
        answer(client, request, broken(head) ? fault : Fault.NONE);
      }
    } catch (IOException closed) {
      close(client);
    }
  }

  private boolean broken(String head) {
    return fault != Fault.NONE && selected.test(head) && left.getAndDecrement() > 0;
  }

  private void answer(Socket client, byte[] request, Fault how) throws IOException {
    switch (how) {
      case NONE -> send(client, passed(request));
      case BLACK_HOLE -> {
        return; // the connection stays open
      }
      case RESET -> client.setSoLinger(true, 0);
      case RESET_AFTER -> {
        var _ = passed(request);
        client.setSoLinger(true, 0);
      }
      case ERROR -> send(client, status("500 Internal Server Error", "InternalError"));
      case SLOW_DOWN -> send(client, status("503 Slow Down", "SlowDown"));
      case CONFLICT -> send(client, status("409 Conflict", "ConditionalRequestConflict"));
      case CONFLICT_AFTER -> {
        var _ = passed(request);
        send(client, status("409 Conflict", "ConditionalRequestConflict"));
      }
      case UNKNOWN_FUNCTION -> send(client, status("501 Not Implemented", "NotImplemented"));
      case TRUNCATED -> {
        byte[] answer = passed(request);
        int body = head(answer).length();
        send(client, java.util.Arrays.copyOf(answer, body + (answer.length - body) / HALF));
      }
    }
    close(client);
  }

  private static void send(Socket client, byte[] answer) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(answer);
    out.flush();
    client.shutdownOutput();
  }

  private static byte[] status(String line, String code) {
    String body = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code);
    String head = "HTTP/1.1 " + line + "\r\nContent-Type: application/xml\r\n";
    String length = "Content-Length: " + body.length() + "\r\nConnection: close";
    return (head + length + END + body).getBytes(StandardCharsets.US_ASCII);
  }

  /// The answer of the server, which closes the connection after it.
  private byte[] passed(byte[] request) throws IOException {
    String head = head(request);
    String lines =
        head.replaceAll("(?i)\r\nconnection: [^\r]*", "")
            .replace(END, "\r\nConnection: close" + END);
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      OutputStream out = upstream.getOutputStream();
      out.write(lines.getBytes(StandardCharsets.ISO_8859_1));
      out.write(request, head.length(), request.length - head.length());
      out.flush();
      return upstream.getInputStream().readAllBytes();
    }
  }

  /// The first lines of `message` with the empty line, or nothing.
  private static String head(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(END);
    return end < 0 ? "" : text.substring(0, end + END.length());
  }

  private static byte[] request(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int matched = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      bytes.write(b);
      matched = b == END.charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
      if (matched == END.length()) {
        Matcher length = LENGTH.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
        bytes.write(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        return bytes.toByteArray();
      }
    }
    return new byte[0];
  }

  /// Whether `head` is that of a `PUT` of an object.
  static boolean put(String head) {
    return head.toUpperCase(Locale.ROOT).startsWith("PUT ");
  }

  /// Whether `head` is that of a `GET` of a blob.
  static boolean getBlob(String head) {
    return head.startsWith("GET ") && head.contains("/o/");
  }

  private void close(Socket client) {
    clients.remove(client);
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    clients.forEach(this::close);
  }
}
