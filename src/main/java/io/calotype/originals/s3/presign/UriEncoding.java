package io.calotype.originals.s3.presign;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-encoding of everything but the unreserved characters of RFC 3986 section 2.3.
final class UriEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UriEncoding() {}

  /// Appends a name or a value of a query.
  static void query(StringBuilder target, String text) {
    encode(target, text, false);
  }

  /// Appends a path, whose slashes stay.
  static void path(StringBuilder target, String text) {
    encode(target, text, true);
  }

  private static void encode(StringBuilder target, String text, boolean slashes) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(b) || (slashes && b == '/')) {
        target.append((char) b);
      } else {
        target.append('%').append(HEX.toHighHexDigit(b)).append(HEX.toLowHexDigit(b));
      }
    }
  }

  private static boolean unreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
