package io.calotype.app.config;

import io.calotype.access.ApiKey;
import io.calotype.http.connection.TrustedProxies;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Parsers of the access settings.
///
/// Errors: every parser throws an [IllegalArgumentException] whose message describes a valid value
/// and contains no secret.
final class AccessSettingParsers {
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s]+");

  private AccessSettingParsers() {}

  static List<ApiKey> apiKeys(String text) {
    List<ApiKey> keys = entries(text).stream().map(ApiKey::parse).toList();
    if (keys.stream().map(ApiKey::digest).distinct().count() < keys.size()) {
      throw new IllegalArgumentException("entries of different keys: two have the same digest");
    }
    return keys;
  }

  static List<String> secrets(String text) {
    return entries(text);
  }

  static List<String> origins(String text) {
    List<String> origins = entries(text);
    if (!origins.equals(List.of("*"))
        && !origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
      throw new IllegalArgumentException(
          "* alone, or origins with commas between, such as https://app.example.org");
    }
    return origins;
  }

  static TrustedProxies proxies(String text) {
    try {
      return new TrustedProxies(entries(text).stream().map(TrustedProxies.Network::parse).toList());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "IP addresses or networks with commas between, such as 127.0.0.1, 10.0.0.0/8 or fd00::/8",
          wrong);
    }
  }

  /// Splits at commas and line ends; drops empty entries.
  private static List<String> entries(String text) {
    return Arrays.stream(text.split("[,\\r\\n]"))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }
}
