package io.calotype.originals.s3;

import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The connection to the originals of one data set in S3.
public final class S3Originals implements AutoCloseable {
  private final S3Calls calls;
  private final S3Settings settings;
  private final S3DataSet dataSet;

  private S3Originals(S3Calls calls, S3Settings settings, S3DataSet dataSet) {
    this.calls = calls;
    this.settings = settings;
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
    CircuitBreaker breaker = new CircuitBreaker(System::nanoTime);
    S3Meters meters = new S3Meters(telemetry);
    meters.observe(breaker);
    S3Calls calls = new S3Calls(S3Connector.client(settings), breaker, meters);
    try {
      S3DataSet dataSet = S3DataSet.open(calls, settings, known);
      return new S3Originals(calls, settings, dataSet);
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
    calls.meters().observeSources(sources::bytes);
    return new S3BlobStore(new S3Objects(calls, settings, dataSet), sources, local);
  }

  @Override
  public void close() {
    calls.close();
  }
}
