package io.calotype.http.exchange;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.http.connection.TrustedProxies;
import io.calotype.http.dialect.UrlDialect;
import io.calotype.upload.Incoming;

/// The policy for incoming requests.
///
/// @param access identifies callers
/// @param limits the limits of each caller
/// @param cors the web pages that may send requests
/// @param keyless restricts requests on a server without keys
public record ClientPolicy(Access access, Limits limits, Cors cors, KeylessPolicy keyless) {

  /// The ways to gain access.
  ///
  /// @param authenticator identifies callers
  /// @param publicOriginals the originals of public media that need no credentials
  /// @param dialect the grammar of delivery URLs, which carry signatures
  public record Access(
      Authenticator authenticator, PublicOriginals publicOriginals, UrlDialect dialect) {}

  /// The limits of each caller.
  ///
  /// @param rate limits expensive work
  /// @param incoming limits the uploads in progress
  /// @param proxies those whose `X-Forwarded-For` names the caller
  public record Limits(RateLimit rate, Incoming incoming, TrustedProxies proxies) {}
}
