package io.calotype.access;

import io.calotype.media.MediaId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs and verifies URLs and tokens of media: HMAC-SHA256 as base64url without padding.
///
/// The first key signs and all keys verify, which permits key rotation.
public final class Signatures {
  /// The longest validity of a token.
  public static final Duration MAX_LIFE = Duration.ofDays(3_660);

  private static final String ALGORITHM = "HmacSHA256";
  private static final String SECONDS = "[0-9]{1,12}";

  private final List<SecretKey> keys;

  /// Signs by the first of `secrets`. An empty list can neither sign nor verify.
  public Signatures(List<String> secrets) {
    this.keys = secrets.stream().map(Signatures::key).toList();
  }

  private static SecretKey key(String secret) {
    return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /// Whether there is a key to sign with.
  public boolean able() {
    return !keys.isEmpty();
  }

  /// Signs the path and query of `url` until `expires`. Returns `<path>?<query>&sig=<signature>`.
  ///
  /// Errors: an [IllegalStateException] if there is no key.
  public String sign(SignedUrl url, Instant expires) {
    if (!able()) {
      throw new IllegalStateException("there is no signing key");
    }
    SignedUrl dated = url.with(SignedUrl.EXPIRES, Long.toString(expires.getEpochSecond()));
    String text = dated.canonical();
    return text + "&" + SignedUrl.SIGNATURE + "=" + base64(mac(keys.getFirst(), text));
  }

  /// Issues a token for the media `id` until `expires`: `<exp>.<signature>`, the value of the
  /// option `t` of its URLs. The signature covers `media:<id>:<exp>`, which is never the beginning
  /// of a path.
  ///
  /// Errors: an [IllegalStateException] if there is no key.
  public String token(MediaId id, Instant expires) {
    if (!able()) {
      throw new IllegalStateException("there is no signing key");
    }
    String seconds = Long.toString(expires.getEpochSecond());
    return seconds + "." + base64(mac(keys.getFirst(), tokenText(id, seconds)));
  }

  private static String tokenText(MediaId id, String seconds) {
    return "media:" + id + ":" + seconds;
  }

  /// Whether `token` gives access to the media `id` at `now`. All wrong signatures take the same
  /// time.
  boolean opens(MediaId id, String token, Instant now) {
    String seconds = seconds(token);
    return expires(seconds).filter(now::isBefore).isPresent()
        && signedByUs(tokenText(id, seconds), token.substring(token.indexOf('.') + 1));
  }

  /// The end of `token` as it states it.
  static Optional<Instant> ends(String token) {
    return expires(seconds(token));
  }

  private static String seconds(String token) {
    return token.substring(0, Math.max(0, token.indexOf('.')));
  }

  /// Whether `url` carries a valid signature that has not expired at `now`. The signature covers
  /// all parameters, or all but the tracking parameters, which affect no answer. All wrong
  /// signatures take the same time.
  boolean valid(SignedUrl url, Instant now) {
    SignedUrl before = url.withoutTracking();
    return verified(url, now) || (before != null && verified(before, now));
  }

  private boolean verified(SignedUrl url, Instant now) {
    String signature = url.signature();
    Optional<Instant> expires = expires(url.only(SignedUrl.EXPIRES));
    if (signature == null || expires.isEmpty() || !now.isBefore(expires.get())) {
      return false;
    }
    return signedByUs(url.canonical(), signature);
  }

  private boolean signedByUs(String text, String signature) {
    byte[] sent = signature.getBytes(StandardCharsets.UTF_8);
    boolean valid = false;
    for (SecretKey key : keys) {
      byte[] ours = base64(mac(key, text)).getBytes(StandardCharsets.UTF_8);
      valid |= MessageDigest.isEqual(ours, sent);
    }
    return valid;
  }

  /// The instant of `text`, in Unix seconds; empty if it is none.
  static Optional<Instant> expires(@Nullable String text) {
    return text == null || !text.matches(SECONDS)
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
  }

  private static byte[] mac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every Java has " + ALGORITHM, impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
