package io.calotype.http.connection;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The networks of the proxies whose `X-Forwarded-For` is trusted.
///
/// @param networks IPv4 and IPv6 mixed; an IPv4-mapped IPv6 address counts as its IPv4 address
public record TrustedProxies(List<Network> networks) {
  private static final Pattern HOP =
      Pattern.compile("\\[([^\\]]+)\\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");
  private static final int V4_BITS = 32;
  private static final int MAPPED_BITS = 96;

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /// The addresses whose first `bits` bits are those of `address` (RFC 4632 section 3.1).
  ///
  /// @param address 4 or 16 bytes
  /// @param bits 0 to 32, or 0 to 128
  public record Network(List<Byte> address, int bits) {
    /// Parses an address, or a network such as `10.0.0.0/8` or `fd00::/8`.
    ///
    /// Errors: an [IllegalArgumentException] if `text` is neither.
    public static Network parse(String text) {
      int slash = text.indexOf('/');
      String host = slash < 0 ? text : text.substring(0, slash);
      InetAddress address =
          IpLiteral.parse(host).orElseThrow(() -> new IllegalArgumentException("no IP address"));
      int all = address.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? all : bits(text.substring(slash + 1));
      boolean mapped = all == V4_BITS && host.contains(":");
      bits -= mapped && slash >= 0 ? MAPPED_BITS : 0;
      if (bits < 0 || bits > all) {
        throw new IllegalArgumentException("no length of a prefix");
      }
      return new Network(bytes(address), bits);
    }

    private static int bits(String text) {
      return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    private boolean has(List<Byte> other) {
      if (other.size() != address.size()) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int mask = 0xff00 >> bits % Byte.SIZE & 0xff;
      return address.subList(0, whole).equals(other.subList(0, whole))
          && (mask == 0 || ((address.get(whole) ^ other.get(whole)) & mask) == 0);
    }
  }

  /// Whether `address` is that of a trusted proxy. False for a text that is no IP address.
  boolean trusts(String address) {
    return !networks.isEmpty()
        && IpLiteral.parse(address)
            .map(TrustedProxies::bytes)
            .filter(bytes -> networks.stream().anyMatch(network -> network.has(bytes)))
            .isPresent();
  }

  /// The canonical form of a hop of `X-Forwarded-For`: without a port, brackets or a zone. Returns
  /// a text that is no address unchanged.
  static String canonical(String hop) {
    Matcher parts = HOP.matcher(hop);
    String host = !parts.matches() ? hop : parts.group(1) != null ? parts.group(1) : parts.group(2);
    return IpLiteral.parse(host).map(InetAddress::getHostAddress).orElse(hop);
  }

  private static List<Byte> bytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    Byte[] boxed = new Byte[bytes.length];
    Arrays.setAll(boxed, i -> bytes[i]);
    return List.of(boxed);
  }
}
