package io.calotype.upload.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/// JSON input that removes the head of a `data:` URI (RFC 2397) from one top-level string while
/// streaming. A JSON parser decodes the remaining base64 without buffering it.
///
/// The URL-safe letters of base64 (RFC 4648 section 5) become the standard ones. Percent-encoded
/// letters of a URI become plain ones (RFC 3986 section 2.1). The scheme and the token `base64` may
/// be in any letter case (RFC 3986 section 3.1), and blanks may precede them.
///
/// The letters `data` are valid base64 themselves: four letters, exactly three bytes. They have
/// been passed on before the colon identifies them as a scheme. They therefore stay: if [#headed],
/// the first [#BYTES_OF_SCHEME] decoded bytes come from the scheme.
public final class DataUriInput extends InputStream {
  /// Number of bytes that the letters `data` decode to.
  static final int BYTES_OF_SCHEME = 3;

  private static final int MAX_HEAD = 256;
  private static final int BUFFER = 8 << 10;
  private static final int ENCODED = 3;
  private static final String BASE64_OR_BLANK =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_= ";
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{2}");
  private static final String SCHEME = "data";
  private static final Pattern BASE64 =
      Pattern.compile(".*;\\s*base64\\s*", Pattern.CASE_INSENSITIVE);

  private final InputStream source;
  private final String member;
  private final StringBuilder string = new StringBuilder();
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder encoded = new StringBuilder();
  private final byte[] arrived = new byte[BUFFER];
  private final byte[] passed = new byte[2 * BUFFER];
  private int from;
  private int to;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean value;
  private boolean inDataMember;
  private boolean dropping;
  private boolean headed;
  private boolean padded;
  private boolean paddedInside;
  private boolean ended;

  /// Creates the input.
  ///
  /// @param member name of the string that may hold a `data:` URI
  public DataUriInput(InputStream source, String member) {
    this.source = source;
    this.member = member;
  }

  /// Returns whether the string had the head of a `data:` URI.
  boolean headed() {
    return headed;
  }

  /// Returns whether the head declares base64.
  boolean base64() {
    return BASE64.matcher(head).matches();
  }

  /// Returns whether text follows the padding. The parser would decode it as more base64, though
  /// padding marks the end (RFC 4648 section 3.3).
  boolean paddedInside() {
    return paddedInside;
  }

  /// Returns whether the source has been read to its end.
  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (from == to) {
      int count = source.read(arrived);
      if (count <= 0) {
        ended = count < 0;
        return count;
      }
      from = 0;
      to = 0;
      for (int i = 0; i < count; i++) {
        arrive(arrived[i]);
      }
    }
    int count = Math.min(length, to - from);
    System.arraycopy(passed, from, target, offset, count);
    from += count;
    return count;
  }

  /// Decodes percent-encoding such as `%2B` inside the URI.
  private void arrive(byte b) {
    boolean begins = b == '%' && headed && inString && inDataMember && !dropping;
    if (encoded.isEmpty() && !begins) {
      take(b);
      return;
    }
    encoded.append((char) (b & 0xff));
    if (encoded.length() == ENCODED) {
      take(decoded(encoded.substring(1)));
      encoded.setLength(0);
    }
  }

  /// Returns the letter with that code; `%`, which is not base64, for codes of other characters.
  private static byte decoded(String hex) {
    if (!HEX.matcher(hex).matches()) {
      return '%';
    }
    int code = Integer.parseInt(hex, 16);
    if (code == '\r' || code == '\n' || code == '\t') {
      return ' ';
    }
    return (byte) (BASE64_OR_BLANK.indexOf(code) >= 0 ? code : '%');
  }

  /// Passes one byte on. Blanks, and escapes of line ends and tabs, are dropped inside the selected
  /// string. They have no meaning there, and a parser may reject them after base64 without padding.
  private void take(byte b) {
    boolean inside = inString && inDataMember && !dropping;
    boolean letterOfEscape = inside && escaped;
    boolean kept = keeps(b);
    if (letterOfEscape && b != 'n' && b != 'r' && b != 't') {
      passed[to++] = '\\';
      passed[to++] = b;
    } else if (!inside && kept) {
      passed[to++] = b;
    } else if (kept && !letterOfEscape && b != ' ' && b != '\\') {
      passed[to++] = standardLetter(b);
    }
  }

  private boolean keeps(byte b) {
    if (dropping) {
      return !dropped(b);
    }
    if (!inString) {
      structure(b);
    } else if (escaped) {
      escaped = false;
    } else {
      return text(b);
    }
    return true;
  }

  /// Maps a letter of the URL-safe alphabet to the standard one.
  private static byte standardLetter(byte b) {
    return switch (b) {
      case '-' -> '+';
      case '_' -> '/';
      default -> b;
    };
  }

  private boolean dropped(byte b) {
    if (b == ',' || b == '"' || head.length() >= MAX_HEAD) {
      dropping = false;
      inString = b != '"';
      return b != '"';
    }
    head.append((char) b);
    return true;
  }

  private void structure(byte b) {
    switch (b) {
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case ':' -> value = true;
      case ',' -> value = false;
      case '"' -> open();
      default -> {}
    }
  }

  private void open() {
    inString = true;
    inDataMember = depth == 1 && value && string.toString().equals(member);
    string.setLength(0);
    padded = false;
  }

  /// Handles a byte inside a string. The first letters are kept to recognise a key or a scheme.
  private boolean text(byte b) {
    if (b == '"') {
      inString = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == ':' && inDataMember && string.toString().equalsIgnoreCase(SCHEME)) {
      dropping = true;
      headed = true;
      return false;
    }
    boolean leading = inDataMember && string.isEmpty() && (b == ' ' || b == '\\');
    if (string.length() <= Math.max(member.length(), SCHEME.length()) && b != '"' && !leading) {
      string.append((char) b);
    }
    padding(b);
    return true;
  }

  /// The closing quote, blanks and escaped line ends may follow the padding.
  private void padding(byte b) {
    boolean more = b != '=' && b != '"' && b != '\\' && b != ' ';
    paddedInside |= inDataMember && padded && more;
    padded |= b == '=';
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
