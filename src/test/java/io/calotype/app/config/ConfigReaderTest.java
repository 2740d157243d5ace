package io.calotype.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.access.ApiKey;
import io.calotype.access.RateLimit;
import io.calotype.access.Role;
import io.calotype.http.CalotypeServer;
import io.calotype.maintenance.Maintenance;
import io.calotype.media.transformation.Preset;
import io.calotype.originals.s3.S3Settings;
import io.calotype.upload.UploadLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String KEY = "a:admin:" + "00".repeat(32);
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @Test
  void read_nothing_isTheContractsDefaults() {
    Config config = read(Map.of());

    assertThat(config.storage().dataDir()).isEqualTo(Path.of("media-storage").toAbsolutePath());
    assertThat(config.listening().main().host()).isEqualTo("127.0.0.1");
    assertThat(config.listening().main().port()).isEqualTo(8080);
    assertThat(config.storage().cache().diskBytes()).isEqualTo(10L << 30);
    assertThat(config.storage().cache().memoryBytes()).isEqualTo(128 << 20);
    assertThat(config.storage().maintenance())
        .isEqualTo(new Maintenance.Schedule(Duration.ofHours(6), Duration.ofDays(30), 8L << 20));
    assertThat(config.delivery().pregenerated())
        .containsExactly(Preset.SMALL, Preset.MEDIUM, Preset.LARGE);
    assertThat(config.uploads().limits()).isEqualTo(new UploadLimits(100 << 20, 2L << 30));
    assertThat(config.uploads().maxPixels()).isEqualTo(100_000_000);
    assertThat(config.rendering().workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.rendering().timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.rendering().memoryBytes()).isEqualTo(1L << 30);
    assertThat(config.listening().publicUrl()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1000,1000",
    "512KiB,524288",
    "10GiB,10737418240",
    "1kb,1000",
    "2M,2000000",
    "1 MiB,1048576"
  })
  void read_size_isInBytes(String text, long bytes) {
    assertThat(read(Map.of("CALOTYPE_CACHE_MAX_SIZE", text)).storage().cache().diskBytes())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"PT6H,21600", "90s,90", "5m,300", "2h,7200", "30d,2592000"})
  void read_duration_isInSeconds(String text, long seconds) {
    assertThat(read(Map.of("CALOTYPE_UPKEEP_EVERY", text)).storage().maintenance().every())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void read_emptyPregenerate_makesNone() {
    assertThat(read(Map.of("CALOTYPE_PREGENERATE", "")).delivery().pregenerated()).isEmpty();
  }

  @Test
  void read_manyMistakes_reportsAllAtOnce() {
    Map<String, String> environment =
        Map.of(
            "CALOTYPE_PROT", "9000",
            "CALOTYPE_PORT", "99999",
            "CALOTYPE_CACHE_MAX_SIZE", "much",
            "CALOTYPE_UPKEEP_EVERY", "-PT1S",
            "CALOTYPE_PREGENERATE", "small,huge",
            "CALOTYPE_PUBLIC_URL", "example.org");

    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining("CALOTYPE_PROT is no setting; did you mean CALOTYPE_PORT?")
        .hasMessageContaining("CALOTYPE_PORT is 99999")
        .hasMessageContaining("CALOTYPE_CACHE_MAX_SIZE is much")
        .hasMessageContaining("CALOTYPE_UPKEEP_EVERY is -PT1S")
        .hasMessageContaining("CALOTYPE_PREGENERATE names huge")
        .hasMessageContaining("CALOTYPE_PUBLIC_URL is example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "192.168.1.7", "media.example.org", "127.0.0.1.evil.org"})
  void read_hostOtherThanLoopback_isRefusedWithoutKeysAndWithTwoWaysOut(String host) {
    assertThatThrownBy(() -> read(Map.of("CALOTYPE_HOST", host)))
        .hasMessageContaining("CALOTYPE_HOST is " + host)
        .hasMessageContaining("./calotype keys new")
        .hasMessageContaining("listen at 127.0.0.1");
    assertThat(
            read(Map.of("CALOTYPE_HOST", host, "CALOTYPE_API_KEYS", KEY)).listening().main().host())
        .isEqualTo(host);
    assertThat(
            read(Map.of("CALOTYPE_HOST", host, "CALOTYPE_JWT_SECRET", SECRET))
                .listening()
                .main()
                .host())
        .isEqualTo(host);
  }

  @Test
  void read_signingKeysAlone_doNotOpenTheHost() {
    assertThatThrownBy(
            () -> read(Map.of("CALOTYPE_HOST", "0.0.0.0", "CALOTYPE_SIGNING_KEYS", SECRET)))
        .hasMessageContaining("CALOTYPE_HOST is 0.0.0.0");
  }

  @Test
  void read_access_isParsed() {
    Config config =
        read(
            Map.of(
                "CALOTYPE_API_KEYS",
                    KEY + ",\n " + KEY.replace("a:admin", "b:viewer").replace("00", "11") + "\n",
                "CALOTYPE_SIGNING_KEYS", "one, two",
                "CALOTYPE_JWT_ISSUER", "us",
                "CALOTYPE_CORS_ORIGINS", "https://a.example,http://localhost:3000",
                "CALOTYPE_ADMIN_PORT", "9090"));

    assertThat(config.access().apiKeys())
        .extracting(ApiKey::role)
        .containsExactly(Role.ADMIN, Role.VIEWER);
    assertThat(config.access().signingKeys()).containsExactly("one", "two");
    assertThat(config.access().tokens().issuer()).isEqualTo("us");
    assertThat(config.access().tokens().enabled()).isFalse();
    assertThat(config.listening().corsOrigins()).hasSize(2);
    assertThat(config.listening().admin()).isEqualTo(new CalotypeServer.Address("127.0.0.1", 9090));
    assertThat(config.access().keyed()).isTrue();
  }

  @Test
  void read_wrongAccess_isRefusedAndNoSecretShown() {
    Map<String, String> wrong =
        Map.of(
            "CALOTYPE_API_KEYS", "a:king:beef",
            "CALOTYPE_JWT_SECRET", "tooshort",
            "CALOTYPE_JWT_JWKS", "/nowhere.json",
            "CALOTYPE_CORS_ORIGINS", "a.example",
            "CALOTYPE_ADMIN_PORT", "many");

    assertThatThrownBy(() -> read(wrong))
        .hasMessageContainingAll(
            "CALOTYPE_API_KEYS is wrong",
            "CALOTYPE_JWT_SECRET is wrong",
            "CALOTYPE_JWT_JWKS is /nowhere.json",
            "CALOTYPE_CORS_ORIGINS is a.example",
            "CALOTYPE_ADMIN_PORT is many")
        .message()
        .doesNotContain("beef", "tooshort");
  }

  @Test
  void read_variablesOfOthers_areNoMistakes() {
    Map<String, String> environment =
        Map.of("CALOTYPE_URL", "x", "CALOTYPE_KEY", "x", "CALOTYPE_JAVA_OPTS", "x", "PATH", "x");

    assertThat(read(environment).listening().main().port()).isEqualTo(8080);
  }

  @Test
  void read_variablesThatKubernetesInjects_areNoConfiguration() {
    Map<String, String> environment =
        Map.of(
            "CALOTYPE_PORT", "tcp://10.0.0.1:8080",
            "CALOTYPE_PORT_8080_TCP_ADDR", "10.0.0.1",
            "CALOTYPE_SERVICE_HOST", "10.0.0.1",
            "CALOTYPE_SERVICE_PORT_HTTP", "8080",
            "CALOTYPE_ADMIN_PORT", "udp://10.0.0.1:9000",
            "CALOTYPE_CDN_PORT", "tcp://10.0.0.2:80",
            "CALOTYPE_CDN_PORT_80_TCP", "tcp://10.0.0.2:80",
            "CALOTYPE_CDN_SERVICE_HOST", "10.0.0.2");

    Config config = read(environment);

    assertThat(config.listening().main().port()).isEqualTo(8080);
    assertThat(config.listening().admin()).isNull();
    assertThatThrownBy(() -> read(Map.of("CALOTYPE_CDN_PROT", "1")))
        .hasMessageContaining("CDN_PROT");
  }

  @Test
  void read_flagVariableAndFile_haveThisPrecedence(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("c"), "PORT=1\nRENDER_WORKERS=1\nMAX_PIXELS=1\n");
    Map<String, String> environment = Map.of("CALOTYPE_PORT", "2", "CALOTYPE_RENDER_WORKERS", "2");

    Config config = ConfigReader.read(file, environment, Map.of(Setting.PORT, "3"));

    assertThat(config.listening().main().port()).isEqualTo(3);
    assertThat(config.rendering().workers()).isEqualTo(2);
    assertThat(config.uploads().maxPixels()).isEqualTo(1);
  }

  @Test
  void read_fileWithUnknownKey_namesFileAndKey(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("c"), "COLOUR=red\n");

    assertThatThrownBy(() -> ConfigReader.read(file, Map.of(), Map.of()))
        .hasMessageContaining(file + ": COLOUR is no setting");
  }

  @Test
  void config_groups_parseEverySetting() {
    SettingValues values = new SettingValues(Map.of());

    Config.of(values);

    assertThat(values.parsed()).containsExactlyInAnyOrder(Setting.values());
  }

  @Test
  void read_mistakes_areInTheOrderOfTheSettings() {
    Map<String, String> environment =
        Map.of(
            "CALOTYPE_LOG_LEVEL", "loud",
            "CALOTYPE_CATALOG", "paper",
            "CALOTYPE_DEFAULT_VISIBILITY", "hidden",
            "CALOTYPE_RENDER_WORKERS", "0",
            "CALOTYPE_PORT", "");

    assertThatThrownBy(() -> read(environment))
        .message()
        .isEqualToNormalizingNewlines(
            """
            CALOTYPE_PORT is , and should be a number from 0 to 65535
            CALOTYPE_CATALOG is paper, and should be sqlite or redis
            CALOTYPE_RENDER_WORKERS is 0, and should be a number from 1 to 256
            CALOTYPE_DEFAULT_VISIBILITY is hidden, and should be public or private
            CALOTYPE_LOG_LEVEL is loud, and should be info or debug\
            """);
  }

  @Test
  void read_invalidSettings_areLeftOutOfChecksThatCompareSettings() {
    Map<String, String> environment =
        Map.of(
            "CALOTYPE_HOST", "0.0.0.0",
            "CALOTYPE_API_KEYS", "wrong",
            "CALOTYPE_PORT", "many",
            "CALOTYPE_ADMIN_PORT", "8080",
            "CALOTYPE_CATALOG", "redis",
            "CALOTYPE_REDIS_URL", "here",
            "CALOTYPE_PRESETS", "wrong",
            "CALOTYPE_PREGENERATE", "avatar");

    assertThatThrownBy(() -> read(environment)).message().hasLineCount(4);
  }

  @Test
  void read_redisWithoutUrl_isRefused() {
    assertThatThrownBy(() -> read(Map.of("CALOTYPE_CATALOG", "redis")))
        .hasMessage("CALOTYPE_CATALOG is redis, and CALOTYPE_REDIS_URL should say where that is");
  }

  @Test
  void read_originalsInS3_isOneGroup() {
    Map<String, String> environment =
        Map.of(
            "CALOTYPE_ORIGINALS", "s3",
            "CALOTYPE_S3_ENDPOINT", "http://minio:9000",
            "CALOTYPE_S3_BUCKET", "photos",
            "CALOTYPE_S3_PREFIX", "live/eu",
            "CALOTYPE_S3_ACCESS_KEY", "key",
            "CALOTYPE_S3_SECRET_KEY", "secret",
            "CALOTYPE_S3_SSE", "aws:kms:alias/photos",
            "CALOTYPE_S3_STORAGE_CLASS", "STANDARD_IA",
            "CALOTYPE_SOURCE_CACHE_SIZE", "1GiB");

    assertThat(read(environment).storage().originals())
        .isEqualTo(
            new StorageConfig.OriginalStore.S3(
                new S3Config(
                    new S3Settings(
                        new S3Settings.Service(URI.create("http://minio:9000"), "us-east-1", true),
                        "photos",
                        "live/eu/",
                        new S3Settings.AccessKeys("key", "secret"),
                        new S3Settings.Storage("aws:kms:alias/photos", "STANDARD_IA")),
                    1L << 30)));
  }

  @Test
  void read_originalsOnAws_takeRegionAndKeysFromTheEnvironment() {
    StorageConfig.OriginalStore store =
        read(Map.of("CALOTYPE_ORIGINALS", "s3", "CALOTYPE_S3_BUCKET", "photos"))
            .storage()
            .originals();

    assertThat(store)
        .isEqualTo(
            new StorageConfig.OriginalStore.S3(
                new S3Config(
                    new S3Settings(
                        new S3Settings.Service(null, null, false),
                        "photos",
                        "",
                        null,
                        S3Settings.Storage.DEFAULT),
                    4L << 30)));
  }

  @Test
  void read_mistakesInS3Settings_areAllReportedWithoutTheSecret() {
    Map<String, String> environment =
        Map.of(
            "CALOTYPE_ORIGINALS", "s3",
            "CALOTYPE_RENDITIONS", "shared",
            "CALOTYPE_S3_ENDPOINT", "http://user:pass@minio:9000/path",
            "CALOTYPE_S3_PREFIX", "/live",
            "CALOTYPE_S3_PATH_STYLE", "yes",
            "CALOTYPE_S3_SECRET_KEY", "confidential",
            "CALOTYPE_S3_SSE", "rot13",
            "CALOTYPE_S3_STORAGE_CLASS", "GLACIER");

    assertThatThrownBy(() -> read(environment))
        .hasMessageContainingAll(
            "CALOTYPE_RENDITIONS is",
            "CALOTYPE_S3_ENDPOINT is",
            "CALOTYPE_S3_PREFIX is",
            "CALOTYPE_S3_PATH_STYLE is",
            "CALOTYPE_S3_SSE is",
            "CALOTYPE_S3_STORAGE_CLASS is",
            "CALOTYPE_S3_BUCKET should name the bucket",
            "CALOTYPE_S3_ACCESS_KEY and CALOTYPE_S3_SECRET_KEY belong together")
        .message()
        .doesNotContain("confidential")
        .hasLineCount(8);
  }

  @Test
  void read_s3SettingsBesideFiles_areNoMistake() {
    assertThat(read(Map.of("CALOTYPE_S3_BUCKET", "photos")).storage().originals())
        .isEqualTo(new StorageConfig.OriginalStore.Files());
  }

  @Test
  void read_redirects_needSomethingToRedirectTo() {
    Map<String, String> bare = Map.of("CALOTYPE_DELIVERY", "redirect");
    assertThatThrownBy(() -> read(bare))
        .hasMessageContaining("CALOTYPE_DELIVERY is redirect, and there is nothing to redirect to");
    assertThat(read(Map.of()).delivery().redirection())
        .isEqualTo(new DeliveryConfig.Redirection(false, 1 << 20));
    assertThat(
            read(Map.of("CALOTYPE_DELIVERY", "redirect", "CALOTYPE_CDN_URL", "https://c.org"))
                .delivery()
                .redirection()
                .on())
        .isTrue();
  }

  @Test
  void read_onePortTwice_isRefused() {
    assertThatThrownBy(() -> read(Map.of("CALOTYPE_PORT", "9000", "CALOTYPE_ADMIN_PORT", "9000")))
        .hasMessage("CALOTYPE_ADMIN_PORT is that of CALOTYPE_PORT, and should be another");
    assertThat(read(Map.of("CALOTYPE_PORT", "0", "CALOTYPE_ADMIN_PORT", "0")).listening().admin())
        .isNotNull();
  }

  @Test
  void read_rateLimit_isAbsentAtZeroAndAppliesToStrangersBeyondLoopback() {
    Map<String, String> open = Map.of("CALOTYPE_HOST", "0.0.0.0", "CALOTYPE_API_KEYS", KEY);
    Map<String, String> set = new HashMap<>(open);
    set.put("CALOTYPE_RATE_LIMIT", "0");

    assertThat(read(Map.of()).access().rates()).isEqualTo(RateLimit.PerMinute.UNLIMITED);
    assertThat(read(open).access().rates()).isEqualTo(new RateLimit.PerMinute(600, null));
    assertThat(read(set).access().rates()).isEqualTo(RateLimit.PerMinute.UNLIMITED);
    assertThat(read(Map.of("CALOTYPE_RATE_LIMIT", "7")).access().rates())
        .isEqualTo(new RateLimit.PerMinute(7, 7));
  }

  @Test
  void read_scrubRateZero_isNoScrub() {
    assertThat(read(Map.of("CALOTYPE_SCRUB_RATE", "0")).storage().maintenance().scrubRate())
        .isNull();
  }

  private static Config read(Map<String, String> environment) {
    return ConfigReader.read(null, environment, Map.of());
  }
}
