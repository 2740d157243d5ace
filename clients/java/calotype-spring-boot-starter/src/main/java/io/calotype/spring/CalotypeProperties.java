package io.calotype.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The properties `calotype.*`.
///
/// @param url base URL of the server, such as `http://127.0.0.1:8080`
/// @param key API key or token; null sends no credentials
/// @param connectTimeout time until a connection
/// @param timeout time until an answer; an upload has a second more for each 32 KiB
/// @param retries how often a request is repeated that the server answers with 503 or 429
/// @param problems whether refusals of an upload become answers of controllers
/// @param health the check of the server's readiness
@ConfigurationProperties("calotype")
public record CalotypeProperties(
    String url,
    @Nullable String key,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration timeout,
    @DefaultValue("4") int retries,
    @DefaultValue("true") boolean problems,
    @DefaultValue Health health) {

  /// The properties `calotype.health.*`.
  ///
  /// @param url base URL for the check, if the server has `CALOTYPE_ADMIN_PORT`; null for that of
  ///   the server
  /// @param timeout time until an answer
  public record Health(@Nullable String url, @DefaultValue("5s") Duration timeout) {}

  /// Without the key.
  @Override
  public String toString() {
    return "CalotypeProperties[url=" + url + "]";
  }
}
