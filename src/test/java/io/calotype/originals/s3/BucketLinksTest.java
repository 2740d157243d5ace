package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.originals.s3.presign.BucketAddress;
import io.calotype.originals.s3.presign.PresignedCall;
import io.calotype.originals.s3.presign.Presigner;
import io.calotype.originals.s3.presign.SigningKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Our URLs equal those of the SDK, byte for byte.
class BucketLinksTest {
  private static final int CASES = 100;
  private static final String HARD = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ09%2Füé€語😀\t";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
  private static final BucketLinks.Wanted WANTED =
      new BucketLinks.Wanted("GET", "o/a", Map.of(), Map.of());
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestClock clock = new TestClock();

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9000, us-east-1, true, photos, false",
    "http://[::1]:9000, us-east-1, true, photos, true",
    "https://minio.example.org:443, auto, true, pho.tos, false",
    "http://s3.example.org:80, eu-central-1, false, photos, true",
    "https://s3.example.org:8443, us-west-2, false, photos, false",
    ", us-east-1, false, photos, true",
    ", eu-central-1, false, photos, false",
    ", eu-central-1, false, pho.tos, true",
    ", cn-north-1, true, photos, false",
  })
  void url_anyRequest_equalsThatOfTheSdk(
      @Nullable String endpoint, String region, boolean pathStyle, String bucket, boolean session) {
    Random random = new Random(bucket.hashCode() * 31L + region.hashCode());
    AwsCredentials keys =
        session
            ? AwsSessionCredentials.create("AKIA/+= 1", "sec/ret+", text(random, 40))
            : AwsBasicCredentials.create("AKIAEXAMPLE", "s3cr3t/+=");
    URI override = endpoint == null ? null : URI.create(endpoint);
    Presigner ours = new Presigner(address(override, region, pathStyle, bucket));
    try (S3Presigner theirs = sdk(override, region, pathStyle, keys)) {
      for (int i = 0; i < CASES; i++) {
        boolean put = random.nextBoolean();
        Expected expected = put ? put(theirs, bucket, random) : read(theirs, bucket, random);
        assertThat(ours.url(expected.call, signing(keys), expected.signed)).isEqualTo(expected.url);
      }
    }
  }

  /// The SDK loses the slash of a key that begins with one at such an endpoint; ours begin with
  /// none.
  @Test
  void address_endpointWithASlash_isThatWithoutIt() {
    assertThat(address(URI.create("https://h:443/"), "auto", true, "photos"))
        .isEqualTo(address(URI.create("https://h"), "auto", true, "photos"))
        .isEqualTo(new BucketAddress("https", "h", "/photos/", "auto"));
  }

  /// A URL of the SDK.
  ///
  /// @param signed the time in it
  private record Expected(PresignedCall call, String url, Instant signed) {
    static Expected of(PresignedCall call, String url) {
      String time = url.replaceAll(".*X-Amz-Date=([^&]*).*", "$1");
      return new Expected(call, url, LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
    }
  }

  private static Expected read(S3Presigner theirs, String bucket, Random random) {
    String key = text(random, 60);
    Duration life = life(random);
    SortedMap<String, String> query = new TreeMap<>();
    maybe(query, "response-content-type", random);
    maybe(query, "response-content-disposition", random);
    maybe(query, "response-cache-control", random);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .responseContentType(query.get("response-content-type"))
            .responseContentDisposition(query.get("response-content-disposition"))
            .responseCacheControl(query.get("response-cache-control"))
            .build();
    if (random.nextBoolean()) {
      return Expected.of(
          new PresignedCall("GET", key, query, new TreeMap<>(), life),
          theirs
              .presignGetObject(sign -> sign.signatureDuration(life).getObjectRequest(request))
              .url()
              .toExternalForm());
    }
    return Expected.of(
        new PresignedCall("HEAD", key, query, new TreeMap<>(), life),
        theirs
            .presignHeadObject(sign ->
                sign.signatureDuration(life)
                    .headObjectRequest(head ->
                        head.bucket(bucket)
                            .key(key)
                            .responseContentType(request.responseContentType())
                            .responseContentDisposition(request.responseContentDisposition())
                            .responseCacheControl(request.responseCacheControl())))
            .url()
            .toExternalForm());
  }

  private static Expected put(S3Presigner theirs, String bucket, Random random) {
    String key = text(random, 60);
    Duration life = life(random);
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("content-length", Long.toString(random.nextLong(1L << 40)));
    maybe(headers, "x-amz-checksum-sha256", random);
    maybe(headers, "content-type", random);
    maybe(headers, "x-amz-server-side-encryption-aws-kms-key-id", random);
    if (random.nextBoolean()) {
      headers.put("if-none-match", "*");
      headers.put("x-amz-server-side-encryption", "aws:kms");
    }
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentLength(Long.valueOf(headers.get("content-length")))
            .checksumSHA256(headers.get("x-amz-checksum-sha256"))
            .contentType(headers.get("content-type"))
            .ifNoneMatch(headers.get("if-none-match"))
            .serverSideEncryption(headers.get("x-amz-server-side-encryption"))
            .ssekmsKeyId(headers.get("x-amz-server-side-encryption-aws-kms-key-id"))
            .build();
    return Expected.of(
        new PresignedCall("PUT", key, new TreeMap<>(), headers, life),
        theirs
            .presignPutObject(sign -> sign.signatureDuration(life).putObjectRequest(request))
            .url()
            .toExternalForm());
  }

  private static void maybe(Map<String, String> target, String name, Random random) {
    if (random.nextBoolean()) {
      target.put(name, text(random, 30).replace('\t', ' ').strip() + "x");
    }
  }

  private static Duration life(Random random) {
    return Duration.ofSeconds(random.nextInt(1, 604_801));
  }

  /// A text of 1 to `max` characters that are easily escaped wrongly.
  private static String text(Random random, int max) {
    int[] points = HARD.codePoints().toArray();
    return random
        .ints(random.nextInt(1, max + 1), 0, points.length)
        .map(index -> points[index])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static BucketAddress address(
      @Nullable URI endpoint, String region, boolean pathStyle, String bucket) {
    S3Settings settings =
        new S3Settings(
            new S3Settings.Service(endpoint, region, pathStyle),
            bucket,
            "",
            new S3Settings.AccessKeys("a", "b"),
            S3Settings.Storage.DEFAULT);
    try (S3Client client = S3Connector.client(settings)) {
      return BucketLinks.address(client, bucket);
    }
  }

  private static S3Presigner sdk(
      @Nullable URI endpoint, String region, boolean pathStyle, AwsCredentials keys) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(region))
            .credentialsProvider(() -> keys)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(pathStyle).build());
    return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
  }

  private static SigningKeys signing(AwsCredentials keys) {
    String session = keys instanceof AwsSessionCredentials token ? token.sessionToken() : null;
    return new SigningKeys(keys.accessKeyId(), keys.secretAccessKey(), session);
  }

  @Test
  void link_staticCredentials_livesAsLongAsWanted() {
    BucketLinks links = links(() -> AwsBasicCredentials.create("a", "b"));

    assertThat(links.link(WANTED, HOUR))
        .hasValueSatisfying(link -> {
          assertThat(link.expires()).isEqualTo(clock.instant().plus(HOUR));
          assertThat(link.url()).contains("X-Amz-Expires=3600&");
        });
  }

  @Test
  void link_sessionCredentials_neverOutlivesThem() {
    Instant end = clock.instant().plusSeconds(90);
    BucketLinks links =
        links(() ->
            AwsSessionCredentials.builder()
                .accessKeyId("a")
                .secretAccessKey("b")
                .sessionToken("t")
                .expirationTime(end)
                .build());

    assertThat(links.link(WANTED, HOUR))
        .hasValueSatisfying(link -> {
          assertThat(link.expires()).isEqualTo(end);
          assertThat(link.url()).contains("X-Amz-Security-Token=t&", "X-Amz-Expires=90&");
        });
    clock.pass(Duration.ofSeconds(90));
    assertThat(links.link(WANTED, HOUR)).isEmpty();
  }

  @Test
  void link_withoutCredentials_isAbsent() {
    BucketLinks links =
        links(() -> {
          throw SdkClientException.create("none");
        });

    assertThat(links.link(WANTED, HOUR)).isEqualTo(Optional.empty());
  }

  private BucketLinks links(software.amazon.awssdk.auth.credentials.AwsCredentialsProvider keys) {
    return new BucketLinks(new BucketAddress("http", "h", "/b/", "us-east-1"), keys, clock);
  }
}
