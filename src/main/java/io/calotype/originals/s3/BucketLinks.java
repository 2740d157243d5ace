package io.calotype.originals.s3;

import io.calotype.originals.BlobLinks;
import io.calotype.originals.s3.presign.BucketAddress;
import io.calotype.originals.s3.presign.PresignedCall;
import io.calotype.originals.s3.presign.Presigner;
import io.calotype.originals.s3.presign.SigningKeys;
import io.calotype.telemetry.EventLog;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// Presigned URLs of one bucket, by the credentials of its client. No URL outlives them.
final class BucketLinks {
  /// A key that needs no escape.
  private static final String ANY = "k";

  private final BucketAddress bucket;
  private final Presigner presigner;
  private final AwsCredentialsProvider credentials;
  private final Clock clock;

  BucketLinks(BucketAddress bucket, AwsCredentialsProvider credentials, Clock clock) {
    this.bucket = bucket;
    this.presigner = new Presigner(bucket);
    this.credentials = credentials;
    this.clock = clock;
  }

  /// A request to allow.
  ///
  /// @param query further parameters of the URL
  /// @param headers the headers that the request must have
  record Wanted(
      String method, String key, Map<String, String> query, Map<String, String> headers) {}

  /// A URL.
  ///
  /// @param expires the end of its validity
  record Link(String url, Instant expires) {}

  /// The address of `bucket` by which `client` calls it.
  static BucketAddress address(S3Client client, String bucket) {
    String url =
        client.utilities().getUrl(object -> object.bucket(bucket).key(ANY)).toExternalForm();
    URI base = URI.create(url.substring(0, url.length() - ANY.length()));
    return BucketAddress.of(base, client.serviceClientConfiguration().region().id());
  }

  /// The address that all URLs begin with.
  URI address() {
    return URI.create(bucket.scheme() + "://" + bucket.host());
  }

  /// Returns a URL that is valid for `life`, or until the credentials expire. Empty if there are no
  /// credentials, or none for a second more. May block: credentials of a machine are fetched when
  /// they have expired.
  Optional<Link> link(Wanted wanted, Duration life) {
    AwsCredentials keys = keys();
    if (keys == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Duration left =
        keys.expirationTime().map(end -> Duration.between(now, end)).orElse(PresignedCall.MAX_LIFE);
    long seconds = Math.min(life.toSeconds(), left.toSeconds());
    if (seconds < 1) {
      return Optional.empty();
    }
    SortedMap<String, String> query = new TreeMap<>(wanted.query);
    SortedMap<String, String> headers = new TreeMap<>(wanted.headers);
    PresignedCall call =
        new PresignedCall(wanted.method, wanted.key, query, headers, Duration.ofSeconds(seconds));
    String session = keys instanceof AwsSessionCredentials token ? token.sessionToken() : null;
    SigningKeys signing = new SigningKeys(keys.accessKeyId(), keys.secretAccessKey(), session);
    return Optional.of(new Link(presigner.url(call, signing, now), now.plusSeconds(seconds)));
  }

  /// Returns a URL by which a client reads the object `key`, as [#link]. The browser that has
  /// followed the redirect may keep the answer for `life`, and no other cache.
  ///
  /// @param type the media type of the answer, whatever type the object has
  Optional<String> read(String key, String type, BlobLinks.Answer answer, Duration life) {
    Map<String, String> query = new HashMap<>();
    query.put("response-content-type", type);
    query.put("response-cache-control", "private, max-age=" + Math.max(0, life.toSeconds()));
    if (answer.disposition() != null) {
      query.put("response-content-disposition", answer.disposition());
    }
    String method = answer.head() ? "HEAD" : "GET";
    return link(new Wanted(method, key, query, Map.of()), life).map(Link::url);
  }

  private @Nullable AwsCredentials keys() {
    try {
      return credentials.resolveCredentials();
    } catch (SdkException absent) {
      EventLog.warn("s3.no-credentials", "reason", absent.getClass().getSimpleName());
      return null;
    }
  }
}
