package io.calotype.http;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.upload.Incoming;
import java.util.List;

/// How strangers are met.
///
/// @param authenticator tells who asks
/// @param limit how much expensive work each may ask for
/// @param origins of the web pages that may call; `*` is all
/// @param publicOriginals which originals of public media everyone may have
/// @param maxConnections how many may be open at once
/// @param proxies those whose `X-Forwarded-For` is believed
/// @param incoming bounds the uploads that are under way
public record ClientPolicy(
    Authenticator authenticator,
    RateLimit limit,
    List<String> origins,
    PublicOriginals publicOriginals,
    int maxConnections,
    TrustedProxies proxies,
    Incoming incoming) {
  public ClientPolicy {
    origins = List.copyOf(origins);
  }

  Cors cors() {
    return new Cors(origins);
  }
}
