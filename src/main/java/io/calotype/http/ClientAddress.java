package io.calotype.http;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the address that a request comes from, behind any number of trusted proxies.
final class ClientAddress {
  private ClientAddress() {}

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
