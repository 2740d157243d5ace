package io.calotype.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A client that sends what it is told to, on one connection for as long as that is open.
final class Caller {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final int port;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  Caller(int port) {
    this.port = port;
  }

  /// The status of the answer to `request`.
  ///
  /// Errors: `IOException` where there is none, or none in time.
  int status(byte[] request, boolean head) throws IOException {
    Socket connection = connection();
    try {
      connection.getOutputStream().write(request);
      return answer(head);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Socket connection() throws IOException {
    Socket current = socket;
    if (current == null) {
      current = new Socket(InetAddress.getLoopbackAddress(), port);
      current.setSoTimeout(TIMEOUT_MILLIS);
      current.setSoLinger(true, 0); // no connection is left waiting for its end
      current.setTcpNoDelay(true);
      in = new BufferedInputStream(current.getInputStream());
      socket = current;
    }
    return current;
  }

  private int answer(boolean head) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      last |= header.equals("connection: close");
      if (header.startsWith("content-length: ")) {
        length = Integer.parseInt(header.substring(16));
      }
    }
    if (!head && status != 304) {
      in.skipNBytes(length);
    }
    if (last) {
      close();
    }
    return status;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed instead of answered");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// Ends the connection; the next request opens another.
  void close() throws IOException {
    Socket current = socket;
    if (current != null) {
      socket = null;
      current.close();
    }
  }
}
