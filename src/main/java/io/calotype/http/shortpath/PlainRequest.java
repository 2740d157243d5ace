package io.calotype.http.shortpath;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Reads requests of the plainest form: exactly one complete head of `GET` or `HEAD`, a path,
/// HTTP/1.1, visible ASCII, no body, and a connection that stays open. Stricter than RFC 9112 in
/// every point: a decoder that follows the RFC finds one request without a body in those bytes.
///
/// Threads: one event loop.
final class PlainRequest {
  /// The longest head that is read.
  static final int MAX_BYTES = 4096;

  private static final byte[] GET = "GET /".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEAD = "HEAD /".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] IN_NAMES = inNames();

  private final byte[] head = new byte[MAX_BYTES];
  private final byte[] kept = new byte[MAX_BYTES];
  private final boolean proxied;
  private int length;
  private int keptLength;
  private Form form = Form.OTHER;

  /// Creates a reader.
  ///
  /// @param proxied whether requests with the headers of proxies may be repeatable
  PlainRequest(boolean proxied) {
    this.proxied = proxied;
  }

  /// The form of received bytes.
  enum Form {
    /// Anything else.
    OTHER,
    /// One plain request, with a header whose effect is not known.
    PLAIN,
    /// One plain request. [PlainRequest#key] has all that decides its answer.
    REPEATABLE
  }

  /// Reads the bytes of `received`, whose indices do not change.
  Form read(ByteBuf received) {
    length = received.readableBytes();
    if (length > MAX_BYTES) {
      return Form.OTHER;
    }
    received.getBytes(received.readerIndex(), head, 0, length);
    keptLength = 0;
    int at = requestLine();
    if (at < 0) {
      return Form.OTHER;
    }
    keep(0, at);
    form = Form.REPEATABLE;
    while (at > 0 && at < length && head[at] != '\r') {
      at = header(at);
    }
    return at > 0 && at + 2 == length && head[at] == '\r' && head[at + 1] == '\n'
        ? form
        : Form.OTHER;
  }

  /// The request line and the headers that decide the answer, byte for byte, after
  /// [Form#REPEATABLE].
  String key() {
    return new String(kept, 0, keptLength, StandardCharsets.ISO_8859_1);
  }

  /// Returns the index after the request line, or -1.
  private int requestLine() {
    int start = starts(GET) ? GET.length : starts(HEAD) ? HEAD.length : -1;
    if (start < 0) {
      return -1;
    }
    int end = start;
    while (end < length && head[end] > ' ' && head[end] < 0x7f) {
      end++;
    }
    return has(VERSION, end) ? end + VERSION.length : -1;
  }

  private boolean starts(byte[] with) {
    return has(with, 0);
  }

  private boolean has(byte[] expected, int at) {
    if (at + expected.length > length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (head[at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /// Reads the header line at `at`. Returns the index after it, or -1.
  private int header(int at) {
    int colon = at;
    while (colon < length && head[colon] >= 0 && IN_NAMES[head[colon]]) {
      colon++;
    }
    if (colon == at || colon == length || head[colon] != ':') {
      return -1;
    }
    int end = colon + 1;
    while (end < length && head[end] >= ' ' && head[end] < 0x7f) {
      end++;
    }
    boolean line = end + 1 < length && head[end] == '\r' && head[end + 1] == '\n';
    return line && fits(at, colon, end) ? end + 2 : -1;
  }

  /// Whether the header from `at` to `end` leaves the request plain. Keeps those that decide.
  private boolean fits(int at, int colon, int end) {
    switch (HeaderUse.of(head, at, colon)) {
      case FRAMING -> {
        return false;
      }
      case CONNECTION -> {
        keep(at, end + 2);
        return HeaderUse.keepsAlive(head, colon + 1, end);
      }
      case DECIDES -> keep(at, end + 2);
      case PROXY -> form = proxied ? form : Form.PLAIN;
      case UNKNOWN -> form = Form.PLAIN;
      case IGNORED -> {}
    }
    return true;
  }

  private void keep(int from, int to) {
    System.arraycopy(head, from, kept, keptLength, to - from);
    keptLength += to - from;
  }

  /// The characters of names: `tchar` of RFC 9110 section 5.6.2.
  private static boolean[] inNames() {
    boolean[] in = new boolean[128];
    for (char c = 0; c < in.length; c++) {
      boolean letterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      in[c] = letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
    return in;
  }
}
