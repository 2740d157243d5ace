package io.calotype.upload.body;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Splits a multipart body into its parts while streaming (RFC 2046 section 5.1.1), in a buffer of
/// fixed size.
///
/// Blanks may follow a delimiter. Text before the first and after the last delimiter is ignored.
/// Lines may end in LF alone if the first delimiter does.
///
/// Errors of every call: `BadRequest` if the body is not multipart; an `IOException` of the body
/// unchanged.
final class PartReader {
  private static final int MAX_BOUNDARY = 200;
  private static final int MAX_PADDING = 256;
  private static final int LOOKAHEAD = MAX_BOUNDARY + MAX_PADDING + 16;
  private static final int MAX_HEADER = 16 << 10;

  private final InputStream body;
  private final byte[] buffer = new byte[64 << 10];
  private byte[] delimiter;
  private int from;
  private int to;
  private boolean ended;
  private boolean closed;

  /// Creates a reader of `body`, whose delimiters contain `boundary`.
  PartReader(InputStream body, String boundary) {
    if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
      throw bad("the multipart boundary is not 1 to " + MAX_BOUNDARY + " characters long");
    }
    this.body = body;
    this.delimiter = ("\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    buffer[0] = '\n'; // the first delimiter may be the first line
    to = 1;
  }

  /// Skips to the first part; returns false if there is none.
  boolean first() throws IOException {
    boolean found = copy(OutputStream.nullOutputStream());
    if (found && buffer[from - 2] == '\r') {
      String crlf = "\r" + new String(delimiter, StandardCharsets.UTF_8);
      delimiter = crlf.getBytes(StandardCharsets.UTF_8);
    }
    return found && !closed;
  }

  /// Returns the header fields of the current part, by name in lower case.
  Map<String, String> header() throws IOException {
    Map<String, String> fields = new TreeMap<>();
    String last = "";
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      length += line.length();
      int colon = line.indexOf(':');
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      if (length > MAX_HEADER || (folded ? last.isEmpty() : colon < 1)) {
        throw bad("the multipart body has a part with a broken header");
      }
      if (folded) {
        fields.merge(last, line.strip(), (value, more) -> value + " " + more);
      } else {
        last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.putIfAbsent(last, line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  /// Copies the content of the part to `out`; returns false if the body ended first. `name` is the
  /// part's name, for the error.
  boolean content(OutputStream out, String name) throws IOException {
    if (!copy(out)) {
      throw bad("the multipart body ends inside the part " + name);
    }
    return !closed;
  }

  /// Copies up to the next delimiter; returns whether one was found.
  private boolean copy(OutputStream out) throws IOException {
    while (true) {
      fill(LOOKAHEAD);
      int found = find();
      int end = found >= 0 ? found : ended ? to : to - delimiter.length + 1;
      out.write(buffer, from, end - from);
      from = end;
      if (found < 0 && ended) {
        return false;
      }
      if (found >= 0) {
        fill(LOOKAHEAD);
        int next = afterDelimiter(from + delimiter.length);
        if (next >= 0) {
          from = next;
          return true;
        }
        out.write(buffer, from, 1);
        from++;
      }
    }
  }

  private int find() {
    for (int at = from; at <= to - delimiter.length; at++) {
      if (matches(at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean matches(int at) {
    for (int i = 0; i < delimiter.length; i++) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /// Returns the start of the line after a delimiter; negative if other text follows it.
  private int afterDelimiter(int end) {
    boolean last = byteAt(end) == '-' && byteAt(end + 1) == '-';
    int at = last ? end + 2 : end;
    while (byteAt(at) == ' ' || byteAt(at) == '\t') {
      at++;
    }
    if (byteAt(at) == '\r' && byteAt(at + 1) == '\n') {
      at++;
    }
    boolean line = byteAt(at) == '\n';
    if (!line && !(last && byteAt(at) < 0)) {
      return -1;
    }
    closed = last;
    return line ? at + 1 : at;
  }

  private int byteAt(int at) {
    return at < to ? buffer[at] & 0xff : -1;
  }

  private String line() throws IOException {
    fill(MAX_HEADER);
    int end = from;
    while (end < to && buffer[end] != '\n') {
      end++;
    }
    if (end == to) {
      throw bad("the multipart body ends inside the header of a part, or the header is too long");
    }
    int length = end > from && buffer[end - 1] == '\r' ? end - 1 - from : end - from;
    String line = text(ByteBuffer.wrap(buffer, from, length));
    from = end + 1;
    return line;
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException older) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }

  /// Reads until the buffer has `count` bytes or the body ends.
  private void fill(int count) throws IOException {
    if (to - from >= count || ended) {
      return;
    }
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    while (to < count && !ended) {
      int read = body.read(buffer, to, buffer.length - to);
      ended = read < 0;
      to += Math.max(0, read);
    }
  }

  private static MediaException bad(String detail) {
    return new MediaException(new Failure.BadRequest(detail));
  }
}
