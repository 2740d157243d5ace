package io.calotype.app.config;

import io.calotype.http.CalotypeServer;
import io.calotype.media.transformation.Preset;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the configuration. Flags override environment variables, which override the file. Reports
/// all mistakes at once.
public final class ConfigReader {
  /// Variables with the prefix `CALOTYPE_` that are not settings: the launcher and the client read
  /// them.
  private static final Set<String> FOREIGN = Set.of("URL", "KEY", "CONFIG", "JAVA_OPTS", "CORPUS");

  /// Names of variables that Kubernetes injects for a service whose name begins with `calotype`.
  private static final Pattern INJECTED =
      Pattern.compile(
          "(SERVICE|PORT)_.*|(\\w+_)?SERVICE_(HOST|PORT(_\\w+)?)"
              + "|(\\w+_)?PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

  /// Values of `CALOTYPE_PORT` and its like that Kubernetes injects, such as `tcp://10.0.0.1:8080`.
  private static final Pattern INJECTED_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

  private static final int NEAR = 3;

  private final List<String> mistakes = new ArrayList<>();
  private final Map<Setting, String> texts = new EnumMap<>(Setting.class);

  /// All mistakes in a configuration; the message has one line for each.
  public static final class InvalidConfigException extends RuntimeException {
    InvalidConfigException(List<String> mistakes) {
      super(String.join(System.lineSeparator(), mistakes));
    }
  }

  /// Reads and validates the configuration.
  ///
  /// Errors: [InvalidConfigException] lists every mistake.
  ///
  /// @param file one line `KEY=value` for each setting; null if there is no file
  /// @param environment all environment variables of the process
  /// @param flags values of command-line options
  public static Config read(
      @Nullable Path file, Map<String, String> environment, Map<Setting, String> flags) {
    ConfigReader reader = new ConfigReader();
    reader.file(file);
    environment.forEach(reader::variable);
    reader.texts.putAll(flags);
    return reader.config();
  }

  /// The log by the settings in `file` and `environment`. Used before validation, so mistakes are
  /// ignored and the default is logfmt.
  public static LogConfig earlyLog(@Nullable Path file, Map<String, String> environment) {
    ConfigReader reader = new ConfigReader();
    reader.file(file);
    environment.forEach(reader::variable);
    return LogConfig.early(
        reader.texts.getOrDefault(Setting.LOG_FORMAT, ""),
        reader.texts.getOrDefault(Setting.NODE, ""));
  }

  private void file(@Nullable Path file) {
    if (file == null) {
      return;
    }
    try (Reader text = Files.newBufferedReader(file)) {
      Properties lines = new Properties();
      lines.load(text);
      lines.forEach(
          (key, value) -> known(key.toString().strip(), value.toString().strip(), file + ": "));
    } catch (IOException | IllegalArgumentException e) {
      mistakes.add("the configuration file " + file + " cannot be read");
    }
  }

  private void variable(String name, String value) {
    if (name.startsWith(Setting.PREFIX) && !injected(name, value)) {
      known(name, value, "");
    }
  }

  /// Whether Kubernetes injects variable `name` with `value`, as it does into every pod beside a
  /// service of that name.
  private static boolean injected(String name, String value) {
    String key = name.substring(Setting.PREFIX.length());
    return INJECTED.matcher(key).matches()
        || (key.matches("(\\w+_)?PORT") && INJECTED_PORT.matcher(value).matches());
  }

  private void known(String name, String value, String where) {
    String key = name.startsWith(Setting.PREFIX) ? name.substring(Setting.PREFIX.length()) : name;
    if (FOREIGN.contains(key)) {
      return;
    }
    Arrays.stream(Setting.values())
        .filter(setting -> setting.name().equals(key))
        .findFirst()
        .ifPresentOrElse(
            setting -> texts.put(setting, value),
            () -> mistakes.add(where + name + " is no setting" + suggestion(key)));
  }

  private Config config() {
    SettingValues values = new SettingValues(texts);
    Config config = Config.of(values);
    mistakes.addAll(values.mistakes());
    requireKeysBeyondLoopback(config, values);
    requireRedisUrl(config, values);
    requireBucket(config, values);
    requireOriginalsInBucket(config, values);
    requireOtherStore(values);
    requireBothKeys(values);
    requireRedirectTarget(config, values);
    requireTwoPorts(config, values);
    requirePresets(config, values);
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigException(mistakes);
    }
    return config;
  }

  private void requireKeysBeyondLoopback(Config config, SettingValues values) {
    boolean valid =
        values.valid(
            Setting.HOST,
            Setting.API_KEYS,
            Setting.JWT_SECRET,
            Setting.JWT_JWKS,
            Setting.JWT_ISSUER,
            Setting.JWT_AUDIENCE);
    if (valid && !config.listening().loopback() && !config.access().keyed()) {
      mistakes.add(
          "CALOTYPE_HOST is "
              + config.listening().main().host()
              + ", and no caller would be asked for credentials: either configure keys in"
              + " CALOTYPE_API_KEYS (./calotype keys new --role admin --name me) or tokens in"
              + " CALOTYPE_JWT_SECRET or CALOTYPE_JWT_JWKS, or listen at 127.0.0.1");
    }
  }

  private void requireRedisUrl(Config config, SettingValues values) {
    if (values.valid(Setting.CATALOG, Setting.REDIS_URL)
        && config.storage().catalog()
            instanceof StorageConfig.CatalogStore.Redis(String url, Duration _)
        && url.isEmpty()) {
      mistakes.add("CALOTYPE_CATALOG is redis, and CALOTYPE_REDIS_URL should say where that is");
    }
  }

  private void requireBucket(Config config, SettingValues values) {
    if (values.valid(Setting.ORIGINALS, Setting.S3_BUCKET)
        && bucketless(config.storage().originals())) {
      mistakes.add("CALOTYPE_ORIGINALS is s3, and CALOTYPE_S3_BUCKET should name the bucket");
    }
  }

  private void requireOriginalsInBucket(Config config, SettingValues values) {
    if (values.valid(Setting.ORIGINALS, Setting.RENDITIONS)
        && config.storage().renditions() == StorageConfig.RenditionPlace.S3
        && config.storage().originals() instanceof StorageConfig.OriginalStore.Files) {
      mistakes.add(
          "CALOTYPE_RENDITIONS is s3, and CALOTYPE_ORIGINALS should be s3 too: all nodes share one"
              + " bucket");
    }
  }

  private static boolean bucketless(StorageConfig.OriginalStore originals) {
    return switch (originals) {
      case StorageConfig.OriginalStore.Files() -> false;
      case StorageConfig.OriginalStore.S3(S3Config s3) -> s3.store().bucket().isEmpty();
      case StorageConfig.OriginalStore.Moving(S3Config s3, StorageConfig.Direction _) ->
          s3.store().bucket().isEmpty();
    };
  }

  private void requireOtherStore(SettingValues values) {
    String from = values.parse(Setting.ORIGINALS_FROM, String::strip);
    if (from.equalsIgnoreCase(values.parse(Setting.ORIGINALS, String::strip))) {
      mistakes.add(
          "CALOTYPE_ORIGINALS_FROM is that of CALOTYPE_ORIGINALS, and should be the other store, or"
              + " empty");
    }
  }

  private void requireBothKeys(SettingValues values) {
    if (S3Config.halfKeyed(values)) {
      mistakes.add(
          "CALOTYPE_S3_ACCESS_KEY and CALOTYPE_S3_SECRET_KEY belong together: set both, or none for"
              + " the credentials of the AWS environment");
    }
  }

  private void requireRedirectTarget(Config config, SettingValues values) {
    if (values.valid(Setting.DELIVERY, Setting.ORIGINALS, Setting.CDN_URL)
        && config.delivery().redirection().on()
        && config.storage().originals() instanceof StorageConfig.OriginalStore.Files
        && config.cdn().url().isEmpty()) {
      mistakes.add(
          "CALOTYPE_DELIVERY is redirect, and there is nothing to redirect to: set"
              + " CALOTYPE_ORIGINALS to s3, or CALOTYPE_CDN_URL");
    }
  }

  private void requireTwoPorts(Config config, SettingValues values) {
    CalotypeServer.Address main = config.listening().main();
    if (values.valid(Setting.PORT, Setting.ADMIN_PORT)
        && main.port() > 0
        && main.equals(config.listening().admin())) {
      mistakes.add("CALOTYPE_ADMIN_PORT is that of CALOTYPE_PORT, and should be another");
    }
  }

  private void requirePresets(Config config, SettingValues values) {
    if (!values.valid(Setting.PRESETS, Setting.PREGENERATE)) {
      return;
    }
    List<String> names = config.delivery().presets().stream().map(Preset::name).toList();
    for (String name : config.delivery().pregeneratedNames()) {
      if (!names.contains(name)) {
        mistakes.add(
            "CALOTYPE_PREGENERATE names "
                + name
                + ", and should name any of "
                + String.join(", ", names));
      }
    }
  }

  private static String suggestion(String key) {
    return Arrays.stream(Setting.values())
        .map(Setting::name)
        .filter(name -> distance(name, key) <= NEAR)
        .min(Comparator.comparingInt(name -> distance(name, key)))
        .map(name -> "; did you mean " + Setting.PREFIX + name + "?")
        .orElse("; README.md lists them all");
  }

  /// The Levenshtein distance.
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
