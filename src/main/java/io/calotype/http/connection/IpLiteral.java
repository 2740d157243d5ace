package io.calotype.http.connection;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses IP addresses without a look-up of names.
public final class IpLiteral {
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  private IpLiteral() {}

  /// Parses an IP address; empty if `text` is none. An IPv4-mapped IPv6 address becomes its IPv4
  /// address. A zone (RFC 4007 section 11) is ignored.
  public static Optional<InetAddress> parse(String text) {
    String plain = text.replaceFirst("%.*", "");
    if (!V4.matcher(plain).matches() && !V6.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(plain));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
