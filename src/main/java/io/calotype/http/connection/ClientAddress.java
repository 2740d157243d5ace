package io.calotype.http.connection;

import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Determines the client's address behind any number of trusted proxies.
public final class ClientAddress {
  private static final int V6_NETWORK_BYTES = 8;

  private ClientAddress() {}

  /// The rate limit key for callers without credentials at `address`: an IPv4 address, or the first
  /// 64 bits of an IPv6 address. Each host can choose among 64 bits of addresses (RFC 4291 section
  /// 2.5.1). A key per address would give it unlimited budgets.
  public static String budget(String address) {
    return IpLiteral.parse(address)
        .filter(Inet6Address.class::isInstance)
        .map(host -> HexFormat.of().formatHex(host.getAddress(), 0, V6_NETWORK_BYTES) + "::/64")
        .orElse(address);
  }

  /// Returns the last address of `forwarded` (`X-Forwarded-For`) that is no trusted proxy, if the
  /// connection comes from a trusted proxy. Earlier addresses may be forged by the client.
  ///
  /// @param peer the address of the connection
  public static String of(String peer, @Nullable String forwarded, TrustedProxies trusted) {
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
