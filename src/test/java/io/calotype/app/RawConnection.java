package io.calotype.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client that sends given bytes and returns each answer byte for byte, except for the value of
/// `Date`.
final class RawConnection implements Closeable {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String CLOSED = "<closed>";
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");
  private static final Pattern DATE = Pattern.compile("\r\ndate: [^\r]*");

  private final Socket socket;
  private final InputStream in;

  private RawConnection(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /// A connection whose requests may take the short path.
  static RawConnection open(int port) throws IOException {
    return new RawConnection(port);
  }

  /// A connection whose requests take the usual path: its first request declares a body.
  static RawConnection usual(int port) throws IOException {
    RawConnection connection = new RawConnection(port);
    connection.answer("HEAD /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    return connection;
  }

  /// Sends `request` and returns its answer, or [#CLOSED].
  String answer(String request) {
    return send(request) ? answered(request.startsWith("HEAD ")) : CLOSED;
  }

  /// Sends bytes. Returns false if the server has closed the connection.
  boolean send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /// Returns the next answer, or [#CLOSED].
  ///
  /// @param head whether it answers a `HEAD`
  String answered(boolean head) {
    try {
      String start = start();
      Matcher length = LENGTH.matcher(start);
      boolean body = !head && !start.startsWith("HTTP/1.1 304") && length.find();
      byte[] rest = in.readNBytes(body ? Integer.parseInt(length.group(1)) : 0);
      return DATE.matcher(start).replaceAll("\r\ndate: ")
          + new String(rest, StandardCharsets.ISO_8859_1);
    } catch (IOException closed) {
      return CLOSED;
    }
  }

  private String start() throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    for (int last = 0; last != 0x0d0a0d0a; ) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed");
      }
      start.write(next);
      last = last << 8 | next;
    }
    return start.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
