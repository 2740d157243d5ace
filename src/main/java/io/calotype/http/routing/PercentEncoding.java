package io.calotype.http.routing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-decoding (RFC 3986 section 2.1). The octets are UTF-8; malformed octets become U+FFFD.
final class PercentEncoding {
  private PercentEncoding() {}

  /// Decodes `text`. Returns the same instance if it has no escapes.
  ///
  /// Errors: an [IllegalArgumentException] if an escape is broken.
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '%') {
        octets[length++] = octet(octets, i + 1);
        i += 2;
      } else {
        octets[length++] = octets[i];
      }
    }
    return new String(octets, 0, length, StandardCharsets.UTF_8);
  }

  private static byte octet(byte[] digits, int at) {
    if (at + 1 >= digits.length) {
      throw new IllegalArgumentException("an escape is cut off");
    }
    return (byte)
        (HexFormat.fromHexDigit(digits[at]) << 4 | HexFormat.fromHexDigit(digits[at + 1]));
  }
}
