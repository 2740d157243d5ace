package io.calotype.http;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which address a request comes from, where proxies stand between.
final class ClientAddress {
  private ClientAddress() {}

  /// The last address of `forwarded` (`X-Forwarded-For`) that is no proxy of `trusted`, as long as
  /// only such have handed the request on; what the client itself has written there stands before
  /// it, and is not believed.
  ///
  /// @param peer the address of the connection
  static String of(String peer, @Nullable String forwarded, Set<String> trusted) {
    if (forwarded == null || !trusted.contains(peer)) {
      return peer;
    }
    List<String> hops = Arrays.stream(forwarded.split(",", -1)).map(String::strip).toList();
    return hops.reversed().stream()
        .filter(hop -> !hop.isEmpty() && !trusted.contains(hop))
        .findFirst()
        .orElse(peer);
  }
}
