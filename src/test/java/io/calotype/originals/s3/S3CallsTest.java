package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import io.calotype.telemetry.Telemetry;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class S3CallsTest {
  private static S3Calls calls(S3Client client) {
    return new S3Calls(
        client, new CircuitBreaker(System::nanoTime, "originals"), new S3Meters(new Telemetry()));
  }

  /// The SDK's connection pool throws this at a thread that is interrupted while it waits.
  @Test
  void call_cancelledWhileItWaitsForAConnection_isUnavailable() {
    S3Calls calls = calls(unused());

    assertThatThrownBy(() ->
            calls.call(
                S3Operation.DELETE,
                client -> {
                  throw new CancellationException();
                }))
        .isInstanceOf(MediaException.class);
  }

  private static S3Client unused() {
    return new S3Client() {
      @Override
      public String serviceName() {
        return "s3";
      }

      @Override
      public void close() {}
    };
  }
}
