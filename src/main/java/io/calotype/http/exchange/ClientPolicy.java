package io.calotype.http.exchange;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.http.connection.TrustedProxies;
import io.calotype.upload.Incoming;
import java.util.List;

/// The policy for incoming requests.
///
/// @param authenticator identifies callers
/// @param limit limits the expensive work of each caller
/// @param origins of the web pages that may send requests; `*` allows all
/// @param publicOriginals the originals of public media that need no credentials
/// @param maxConnections the most connections open at once
/// @param proxies those whose `X-Forwarded-For` is trusted
/// @param incoming limits the uploads in progress
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

  public Cors cors() {
    return new Cors(origins);
  }
}
