package io.calotype.app.config;

import io.calotype.originals.s3.S3Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings of originals in S3.
///
/// @param store the bucket and how it is used
/// @param sourceCacheBytes maximum size of the local copies of originals
public record S3Config(S3Settings store, long sourceCacheBytes) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_.=-]+/)*[A-Za-z0-9_.=-]*");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern ENCRYPTION = Pattern.compile("AES256|aws:kms(:\\S+)?");

  /// Classes from which an object can be read at once.
  private static final Set<String> CLASSES =
      Set.of(
          "STANDARD",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER_IR",
          "REDUCED_REDUNDANCY",
          "EXPRESS_ONEZONE");

  private enum PathStyle {
    AUTO,
    TRUE,
    FALSE
  }

  static S3Config of(SettingValues values) {
    URI endpoint = values.parse(Setting.S3_ENDPOINT, S3Config::endpoint).orElse(null);
    S3Settings settings =
        new S3Settings(
            service(values, endpoint),
            values.parse(Setting.S3_BUCKET, matching(BUCKET, "the name of a bucket")).orElse(""),
            values.parse(Setting.S3_PREFIX, S3Config::prefix),
            keys(values),
            new S3Settings.Storage(
                values
                    .parse(Setting.S3_SSE, matching(ENCRYPTION, "AES256, aws:kms or aws:kms:<key>"))
                    .orElse(null),
                values.parse(Setting.S3_STORAGE_CLASS, S3Config::storageClass).orElse(null)));
    return new S3Config(settings, values.parse(Setting.SOURCE_CACHE_SIZE, SettingParsers::size));
  }

  /// The region of a compatible service is often meaningless, but part of every signature.
  private static S3Settings.Service service(SettingValues values, @Nullable URI endpoint) {
    String region =
        values
            .parse(Setting.S3_REGION, matching(REGION, "a region, such as eu-central-1"))
            .orElse(endpoint == null ? null : "us-east-1");
    boolean pathStyle =
        switch (values.parse(Setting.S3_PATH_STYLE, SettingParsers.word(PathStyle.class))) {
          case AUTO -> endpoint != null;
          case TRUE -> true;
          case FALSE -> false;
        };
    return new S3Settings.Service(endpoint, region, pathStyle);
  }

  private static S3Settings.@Nullable AccessKeys keys(SettingValues values) {
    String id = values.parse(Setting.S3_ACCESS_KEY, String::strip);
    String secret = values.parse(Setting.S3_SECRET_KEY, String::strip);
    return id.isEmpty() || secret.isEmpty() ? null : new S3Settings.AccessKeys(id, secret);
  }

  private static Optional<URI> endpoint(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.strip());
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      boolean bare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
      if (Set.of("http", "https").contains(scheme)
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getQuery() == null
          && bare) {
        return Optional.of(url);
      }
    } catch (URISyntaxException wrong) {
      // the message below describes a right one
    }
    throw new IllegalArgumentException(
        "a URL of a service without a path, such as http://127.0.0.1:9000");
  }

  private static String prefix(String text) {
    String prefix = text.strip();
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "letters, digits and _ . = - in parts separated by slashes, such as photos/live");
    }
    return prefix.isEmpty() || prefix.charAt(prefix.length() - 1) == '/' ? prefix : prefix + "/";
  }

  private static Optional<String> storageClass(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!CLASSES.contains(text)) {
      throw new IllegalArgumentException(
          "a class whose objects can be read at once: "
              + String.join(", ", CLASSES.stream().sorted().toList()));
    }
    return Optional.of(text);
  }

  private static Function<String, Optional<String>> matching(Pattern pattern, String right) {
    return SettingParsers.orAbsent(text -> {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException(right);
      }
      return text;
    });
  }

  /// Whether only one of the two static keys is set.
  static boolean halfKeyed(SettingValues values) {
    return values.parse(Setting.S3_ACCESS_KEY, String::strip).isEmpty()
        != values.parse(Setting.S3_SECRET_KEY, String::strip).isEmpty();
  }
}
