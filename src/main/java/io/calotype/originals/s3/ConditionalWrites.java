package io.calotype.originals.s3;

import io.calotype.telemetry.EventLog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// Writes with `If-None-Match: *`, as long as the service knows that condition.
final class ConditionalWrites {
  private final AtomicBoolean conditional = new AtomicBoolean(true);
  private final S3Calls calls;

  ConditionalWrites(S3Calls calls) {
    this.calls = calls;
  }

  /// Writes `body` as the object of `request`, and ends the call when it stalls.
  ///
  /// Errors: those of [#run] and [SendWatch#watch].
  void put(PutObjectRequest.Builder request, FileSlice body, String type) {
    var _ =
        run(
            S3Operation.PUT,
            (client, guard) ->
                SendWatch.watch(
                    body,
                    () -> client.putObject(request.ifNoneMatch(guard).build(), body.body(type))));
  }

  /// Runs a conditional `call`. Repeats it without the condition if the service knows none.
  ///
  /// Errors: those of [S3Calls#raw].
  ///
  /// @param call receives the value of `If-None-Match`; null for none
  <T> T run(S3Operation name, BiFunction<S3Client, @Nullable String, T> call) {
    if (conditional.get()) {
      try {
        return calls.raw(name, client -> call.apply(client, "*"));
      } catch (SdkException refused) {
        if (!S3Faults.unsupported(refused)) {
          throw refused;
        }
        conditional.set(false);
        EventLog.info("s3.unconditional", "reason", S3Faults.words(refused));
      }
    }
    return calls.raw(name, client -> call.apply(client, null));
  }
}
