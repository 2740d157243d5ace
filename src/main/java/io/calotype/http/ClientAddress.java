package io.calotype.http;

import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the address that a request comes from, behind any number of trusted proxies.
final class ClientAddress {
  private static final int V6_NETWORK_BYTES = 8;

  private ClientAddress() {}

  /// The name of the budget of strangers at `address`: an IPv4 address, or the first 64 bits of an
  /// IPv6 address. A network gives each of its hosts 64 bits to choose from (RFC 4291 section
  /// 2.5.1), so a host could have as many budgets as it wants.
  static String budget(String address) {
    return IpLiteral.parse(address)
        .filter(Inet6Address.class::isInstance)
        .map(host -> HexFormat.of().formatHex(host.getAddress(), 0, V6_NETWORK_BYTES) + "::/64")
        .orElse(address);
  }

  /// Returns the last address of `forwarded` (`X-Forwarded-For`) that is no trusted proxy, where
  /// the connection itself comes from one. Addresses before it were written by the client, and
  /// prove nothing.
  ///
  /// @param peer the address of the connection
  static String of(String peer, @Nullable String forwarded, TrustedProxies trusted) {
    if (forwarded == null || !trusted.trusts(peer)) {
      return peer;
    }
    List<String> hops =
        Arrays.stream(forwarded.split(",", -1))
            .map(String::strip)
            .filter(hop -> !hop.isEmpty())
            .map(TrustedProxies::canonical)
            .toList();
    return hops.reversed().stream().filter(hop -> !trusted.trusts(hop)).findFirst().orElse(peer);
  }
}
