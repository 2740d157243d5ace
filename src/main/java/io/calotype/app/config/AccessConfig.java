package io.calotype.app.config;

import io.calotype.access.ApiKey;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.access.TokenSettings;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The settings of callers.
///
/// @param apiKeys the API keys
/// @param tokens the accepted tokens
/// @param signingKeys secrets of signed URLs; the first signs, all verify
/// @param publicOriginals the originals of public media that need no credentials
/// @param rates the rate limits
public record AccessConfig(
    List<ApiKey> apiKeys,
    TokenSettings tokens,
    List<String> signingKeys,
    PublicOriginals publicOriginals,
    RateLimit.PerMinute rates) {
  private static final int STRANGERS_PER_MINUTE = 600;

  public AccessConfig {
    apiKeys = List.copyOf(apiKeys);
    signingKeys = List.copyOf(signingKeys);
  }

  /// @param loopback whether only this machine can connect
  static AccessConfig of(SettingValues values, boolean loopback) {
    List<ApiKey> keys = values.parse(Setting.API_KEYS, AccessSettingParsers::apiKeys);
    TokenSettings tokens =
        new TokenSettings(
            optional(values, Setting.JWT_SECRET, TokenSettings::secret),
            optional(values, Setting.JWT_JWKS, TokenSettings::keysAt),
            optional(values, Setting.JWT_ISSUER, text -> text),
            optional(values, Setting.JWT_AUDIENCE, text -> text));
    PublicOriginals open =
        values.parse(Setting.PUBLIC_ORIGINALS, SettingParsers.word(PublicOriginals.class));
    return new AccessConfig(
        keys,
        tokens,
        values.parse(Setting.SIGNING_KEYS, AccessSettingParsers::secrets),
        keyed(keys, tokens) ? open : PublicOriginals.ALL,
        rates(values, loopback));
  }

  /// Whether callers must authenticate: API keys or tokens are configured.
  public boolean keyed() {
    return keyed(apiKeys, tokens);
  }

  private static boolean keyed(List<ApiKey> keys, TokenSettings tokens) {
    return !keys.isEmpty() || tokens.enabled();
  }

  /// If `RATE_LIMIT` is not set and the server listens beyond loopback, callers without credentials
  /// may do 600 units of work per minute.
  private static RateLimit.PerMinute rates(SettingValues values, boolean loopback) {
    int configured = values.parse(Setting.RATE_LIMIT, SettingParsers.number(0, 1_000_000));
    Integer limit = configured == 0 ? null : configured;
    boolean open = !loopback && !values.given(Setting.RATE_LIMIT);
    return new RateLimit.PerMinute(open ? Integer.valueOf(STRANGERS_PER_MINUTE) : limit, limit);
  }

  private static <T> @Nullable T optional(
      SettingValues values, Setting setting, Function<String, T> parser) {
    return values.parse(setting, SettingParsers.orAbsent(parser)).orElse(null);
  }
}
