package io.calotype.originals.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Creates the client of the S3 service.
///
/// Every call has time limits: without them, a network that drops packets holds a thread for ever.
/// The trailing checksums of the SDK are off, because not every service accepts them: see ADR-0034.
final class S3Connector {
  /// The limit of one attempt of a call that sends and receives little.
  static final Duration ATTEMPT = Duration.ofSeconds(3);

  /// The limit of such a call with its retries.
  static final Duration CALL = Duration.ofSeconds(6);

  /// The maximum pause between two received packets.
  static final Duration SILENCE = Duration.ofSeconds(7);

  /// The largest object that S3 copies in one request.
  static final long MAX_COPY = 5L << 30;

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final int MAX_CONNECTIONS = 640;

  private S3Connector() {}

  static S3Client client(S3Settings settings) {
    return client(settings, credentials(settings));
  }

  /// Creates a client with these credentials, which stay open when the client is closed.
  static S3Client client(S3Settings settings, AwsCredentialsProvider credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(credentials)
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(MAX_CONNECTIONS)
                    .connectionTimeout(CONNECT)
                    .connectionAcquisitionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .expectContinueEnabled(false)
                    .tcpKeepAlive(true))
            .forcePathStyle(settings.service().pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(limits ->
                limits
                    .apiCallAttemptTimeout(ATTEMPT)
                    .apiCallTimeout(CALL)
                    .retryStrategy(AwsRetryStrategy.standardRetryStrategy()));
    if (settings.service().endpoint() != null) {
      builder.endpointOverride(settings.service().endpoint());
    }
    if (settings.service().region() != null) {
      builder.region(Region.of(settings.service().region()));
    }
    return builder.build();
  }

  /// Returns the static credentials of `settings`, or the default chain of the SDK.
  static AwsCredentialsProvider credentials(S3Settings settings) {
    S3Settings.AccessKeys keys = settings.keys();
    return keys == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.id(), keys.secret()));
  }
}
