package io.calotype.originals.s3;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// Calls to the S3 service: guarded by a circuit breaker, measured, and with the failures of this
/// program in place of the SDK's exceptions.
///
/// The client retries in its standard mode, within a budget of tokens, and has time limits. A call
/// that fails here has failed after its retries.
final class S3Calls implements AutoCloseable {
  private final S3Client client;
  private final CircuitBreaker breaker;
  private final S3Meters meters;
  private final AtomicBoolean closed;

  S3Calls(S3Client client, CircuitBreaker breaker, S3Meters meters) {
    this(client, breaker, meters, new AtomicBoolean());
  }

  private S3Calls(S3Client client, CircuitBreaker breaker, S3Meters meters, AtomicBoolean closed) {
    this.client = client;
    this.breaker = breaker;
    this.meters = meters;
    this.closed = closed;
  }

  /// Returns calls by the same client that are guarded by `other`. Closing them ends both.
  S3Calls guardedBy(CircuitBreaker other) {
    return new S3Calls(client, other, meters, closed);
  }

  /// Returns the result of `call`.
  ///
  /// Errors: `StorageFull`, `StoreUnavailable`.
  ///
  /// @param name the operation, for the meters and the log
  <T> T call(S3Operation name, Function<S3Client, T> call) {
    try {
      return raw(name, call);
    } catch (SdkException error) {
      throw logged(name, error);
    }
  }

  /// Like [#call]; empty if the service states that the object or the bucket is absent.
  <T> Optional<T> find(S3Operation name, Function<S3Client, T> call) {
    try {
      return Optional.of(raw(name, call));
    } catch (SdkException error) {
      if (S3Faults.absent(error)) {
        return Optional.empty();
      }
      throw logged(name, error);
    }
  }

  /// Like [#call], with the exceptions of the SDK.
  ///
  /// Errors: `StoreUnavailable` while the circuit breaker is open; any [SdkException].
  <T> T raw(S3Operation name, Function<S3Client, T> call) {
    long begun = breaker.begin();
    try {
      T result = call.apply(client);
      breaker.succeed();
      meters.called(name, S3Meters.Outcome.ANSWERED, since(begun));
      return result;
    } catch (SdkException error) {
      boolean broken = S3Faults.broken(error);
      if (broken) {
        breaker.fail(begun, S3Faults.silent(error));
      } else {
        breaker.succeed();
      }
      S3Meters.Outcome outcome = broken ? S3Meters.Outcome.FAILED : S3Meters.Outcome.ANSWERED;
      meters.called(name, outcome, since(begun));
      throw error;
    } catch (IllegalStateException | RejectedExecutionException failed) {
      // A call in the background, when the server stops: the client is closed, or the thread of a
      // call that waited for a connection was interrupted.
      if (closed.get() || failed instanceof CancellationException) {
        throw new MediaException(new Failure.StoreUnavailable(StoreFault.NO_ANSWER), failed);
      }
      throw failed;
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Logs `error` and returns the failure for it.
  MediaException logged(S3Operation name, SdkException error) {
    EventLog.warn("s3.failed", "call", name.text(), "reason", S3Faults.words(error));
    return S3Faults.of(error);
  }

  S3Meters meters() {
    return meters;
  }

  @Override
  public void close() {
    closed.set(true);
    client.close();
  }
}
