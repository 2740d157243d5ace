package io.calotype.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port of its own in front of a program: hands every byte on, both ways, and keeps them.
final class Relay implements AutoCloseable {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})[^\r]*\r\n");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");
  private static final Pattern PATH = Pattern.compile("GET (\\S+) HTTP/1\\.1");
  private static final String END = "\r\n\r\n";

  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Server program;

  Relay(Server program) throws IOException {
    this.program = program;
    Thread.startVirtualThread(this::listen);
  }

  /// A GET and its answer.
  ///
  /// @param path what was asked for
  /// @param conditional whether the client said what it has
  /// @param body how long the answer is after its headers
  record Passed(String path, boolean conditional, int status, int body) {}

  /// The bytes of one connection.
  private record Line(ByteArrayOutputStream requests, ByteArrayOutputStream answered) {}

  /// The address for a client.
  String origin() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private void listen() {
    try {
      while (true) {
        connect(listener.accept());
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  @SuppressWarnings("MustBeClosedChecker")
  private void connect(Socket client) throws IOException {
    Socket server = program.connect();
    Line line = new Line(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    lines.add(line);
    Thread.startVirtualThread(() -> hand(client, server, line.requests));
    Thread.startVirtualThread(() -> hand(server, client, line.answered));
  }

  private static void hand(Socket from, Socket to, ByteArrayOutputStream kept) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        kept.write(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    } catch (IOException closed) {
      // by the other side
    }
  }

  /// The bytes since the last call, when none are on their way.
  List<Passed> passed() {
    List<Passed> passed = new ArrayList<>();
    for (Line line : lines) {
      String requests = taken(line.requests);
      String answered = taken(line.answered);
      while (!requests.isEmpty()) {
        int end = requests.indexOf(END) + END.length();
        Answer answer = answer(answered);
        passed.add(passed(requests.substring(0, end), answer));
        requests = requests.substring(end);
        answered = answer.rest;
      }
      if (!answered.isEmpty()) {
        throw new AssertionError("more was sent than requests for: " + answered);
      }
    }
    return passed;
  }

  private static String taken(ByteArrayOutputStream kept) {
    synchronized (kept) {
      String text = kept.toString(StandardCharsets.ISO_8859_1);
      kept.reset();
      return text;
    }
  }

  private static Passed passed(String head, Answer answer) {
    Matcher path = PATH.matcher(head);
    if (!path.lookingAt()) {
      throw new AssertionError("no GET: " + head);
    }
    boolean conditional = head.toLowerCase(java.util.Locale.ROOT).contains("\r\nif-none-match: ");
    return new Passed(path.group(1), conditional, answer.status, answer.body);
  }

  /// The first answer in `bytes`. After a 304 the next one follows at once (RFC 9112, section 6.3).
  private static Answer answer(String bytes) {
    int end = bytes.indexOf(END) + END.length();
    String head = bytes.substring(0, end);
    Matcher status = STATUS.matcher(head);
    Matcher length = LENGTH.matcher(head);
    if (!status.lookingAt()) {
      throw new AssertionError("no answer: " + bytes);
    }
    int code = Integer.parseInt(status.group(1));
    int body = code == 304 || !length.find() ? 0 : Integer.parseInt(length.group(1));
    return new Answer(code, body, bytes.substring(end + body));
  }

  /// An answer, and what comes after it.
  private record Answer(int status, int body, String rest) {}

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
