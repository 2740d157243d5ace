package io.calotype.originals.s3;

import io.calotype.originals.BlobLinks;
import io.calotype.originals.DirectUploadStore;
import io.calotype.originals.RenditionStore;
import io.calotype.originals.s3.presign.BucketAddress;
import io.calotype.originals.s3.sources.SourceCache;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// The connection to the originals of one data set in S3.
public final class S3Originals implements AutoCloseable {
  private final S3Calls calls;
  private final S3Settings settings;
  private final S3DataSet dataSet;
  private final Signing signing;

  /// Signs URLs of objects.
  ///
  /// @param credentials those of the client
  private record Signing(BucketAddress bucket, AwsCredentialsProvider credentials) {}

  private S3Originals(S3Calls calls, S3Settings settings, S3DataSet dataSet, Signing signing) {
    this.calls = calls;
    this.settings = settings;
    this.signing = signing;
    this.dataSet = dataSet;
  }

  /// Connects to the data set of `settings`; creates it if it is absent. If the service does not
  /// answer, the identity is `known`, and every later look for an absent object compares it.
  ///
  /// Errors: an `IOException` with the reason in one line.
  ///
  /// @param known the identity at an earlier start
  public static S3Originals open(S3Settings settings, Optional<String> known, Telemetry telemetry)
      throws IOException {
    CircuitBreaker breaker = new CircuitBreaker(System::nanoTime, "originals");
    S3Meters meters = new S3Meters(telemetry);
    meters.observe(breaker);
    AwsCredentialsProvider credentials = S3Connector.credentials(settings);
    S3Client client = S3Connector.client(settings, credentials);
    S3Calls calls = new S3Calls(client, breaker, meters);
    try {
      S3DataSet dataSet = S3DataSet.open(calls, settings, known);
      BucketAddress bucket = BucketLinks.address(client, settings.bucket());
      return new S3Originals(calls, settings, dataSet, new Signing(bucket, credentials));
    } catch (IOException | RuntimeException failed) {
      calls.close();
      throw failed;
    }
  }

  /// The identity of the data set: a UUID.
  public String id() {
    return dataSet.id();
  }

  /// The identity of the data set, as a catalog records it.
  public String identity() {
    return dataSet.name();
  }

  /// The identity of the catalog that the data set names; null if it names none, or the service has
  /// not answered.
  public @Nullable String catalog() {
    return dataSet.catalog();
  }

  /// Whether this start has created the data set.
  public boolean created() {
    return dataSet.created();
  }

  /// Returns the store of its blobs.
  ///
  /// @param sources the copies for programs that read files
  public S3BlobStore store(SourceCache sources, S3BlobStore.Local local) {
    calls.meters().sources().observe(sources::bytes);
    return new S3BlobStore(new S3Objects(calls, settings, dataSet), sources, local);
  }

  /// Returns the URLs by which clients read its blobs.
  public BlobLinks links(Clock clock) {
    return new S3BlobLinks(new S3Keys(settings.prefix()), bucketLinks(clock));
  }

  /// Returns the uploads that clients send to the bucket themselves.
  public DirectUploadStore directUploads(Clock clock) {
    return new S3DirectUploads(new S3Objects(calls, settings, dataSet), bucketLinks(clock));
  }

  private BucketLinks bucketLinks(Clock clock) {
    return new BucketLinks(signing.bucket, signing.credentials, clock);
  }

  /// Returns the store of the renditions that all nodes share. Called once.
  public RenditionStore renditions(Clock clock) {
    CircuitBreaker breaker = new CircuitBreaker(System::nanoTime, "renditions");
    calls.meters().observeRenditions(breaker);
    return new S3RenditionStore(
        new S3Objects(calls, settings, dataSet), calls.guardedBy(breaker), bucketLinks(clock));
  }

  @Override
  public void close() {
    calls.close();
    if (signing.credentials instanceof SdkAutoCloseable chain) {
      chain.close();
    }
  }
}
