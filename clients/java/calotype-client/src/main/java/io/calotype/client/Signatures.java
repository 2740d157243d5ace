package io.calotype.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures by one of the server's `CALOTYPE_SIGNING_KEYS`, made without a request. A page must
/// never receive a key.
public final class Signatures {
  private static final String HMAC = "HmacSHA256";

  private Signatures() {}

  /// Signs a URL. It may have a size off the steps. Its path must be the one that the server
  /// receives.
  ///
  /// @param expires the life of the signature from now on
  public static String signUrl(String url, String key, Duration expires) {
    return signUrl(url, key, expires, Clock.systemUTC());
  }

  /// As [#signUrl(String, String, Duration)], by a clock of the caller.
  static String signUrl(String url, String key, Duration expires, Clock clock) {
    URI parsed = URI.create(url);
    Map<String, String> parameters = Percent.parameters(parsed.getRawQuery());
    parameters.remove("sig");
    parameters.put("exp", expiry(expires, clock));
    String target = parsed.getRawPath() + Percent.query(new TreeMap<>(parameters));
    String origin =
        parsed.getScheme() == null ? "" : parsed.getScheme() + "://" + parsed.getRawAuthority();
    return origin + target + "&sig=" + mac(key, target);
  }

  /// Makes a token of a media, which opens its renditions and its original.
  ///
  /// @param expires the life of the token from now on
  public static String mediaToken(String id, String key, Duration expires) {
    return mediaToken(id, key, expires, Clock.systemUTC());
  }

  /// As [#mediaToken(String, String, Duration)], by a clock of the caller.
  static String mediaToken(String id, String key, Duration expires, Clock clock) {
    String expiry = expiry(expires, clock);
    return expiry + "." + mac(key, "media:" + id + ":" + expiry);
  }

  /// The end in Unix seconds.
  private static String expiry(Duration expires, Clock clock) {
    return Long.toString(clock.instant().plus(expires).getEpochSecond());
  }

  /// The HMAC-SHA256 as base64url without padding.
  private static String mac(String key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // each JDK has HMAC-SHA256
    }
  }
}
