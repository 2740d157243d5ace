package io.calotype.originals.s3;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The identity of the data set below a prefix: a random UUID in the object `dataset`.
///
/// @param id the UUID
/// @param created whether this start has created it
record S3DataSet(String id, boolean created) {

  /// Reads the identity below the prefix of `settings`; creates it if it is absent.
  ///
  /// Of several servers that create it at once, all return the same one: the write is conditional,
  /// and each reads the object again.
  ///
  /// Errors: an `IOException` with the reason in one line.
  ///
  /// @param known the identity if the service does not answer
  static S3DataSet open(S3Calls calls, S3Settings settings, Optional<String> known)
      throws IOException {
    S3Keys keys = new S3Keys(settings.prefix());
    try {
      Optional<String> present = read(calls, settings, keys);
      return present.isPresent()
          ? new S3DataSet(parsed(present.get(), settings, keys), false)
          : created(calls, settings, keys);
    } catch (SdkException error) {
      if (known.isPresent() && S3Faults.broken(error)) {
        EventLog.warn("s3.start-without", "reason", S3Faults.words(error));
        return new S3DataSet(known.get(), false);
      }
      throw new IOException(settings.place() + " cannot be used: " + S3Faults.words(error), error);
    }
  }

  private static S3DataSet created(S3Calls calls, S3Settings settings, S3Keys keys)
      throws IOException {
    String fresh = UUID.randomUUID().toString();
    create(calls, settings, keys, fresh);
    String kept = read(calls, settings, keys).orElse("");
    return new S3DataSet(parsed(kept, settings, keys), kept.equals(fresh));
  }

  /// Reads the object; empty if it is absent.
  ///
  /// Errors: an [SdkException], which names an absent bucket.
  static Optional<String> read(S3Calls calls, S3Settings settings, S3Keys keys) {
    try {
      ResponseBytes<GetObjectResponse> text =
          calls.raw(
              S3Operation.GET,
              client ->
                  client.getObject(
                      get -> get.bucket(settings.bucket()).key(keys.dataSet()),
                      ResponseTransformer.toBytes()));
      return Optional.of(text.asString(StandardCharsets.UTF_8).strip());
    } catch (SdkException error) {
      if (S3Faults.absent(error)) {
        return Optional.empty();
      }
      throw error;
    }
  }

  private static void create(S3Calls calls, S3Settings settings, S3Keys keys, String id) {
    try {
      put(calls, settings, keys, id, true);
    } catch (SdkException refused) {
      if (S3Faults.unsupported(refused)) {
        put(calls, settings, keys, id, false);
      } else if (!S3Faults.conflict(refused)) {
        throw refused;
      }
    }
  }

  private static void put(
      S3Calls calls, S3Settings settings, S3Keys keys, String id, boolean conditional) {
    var _ =
        calls.raw(
            S3Operation.PUT,
            client ->
                client.putObject(
                    put ->
                        put.bucket(settings.bucket())
                            .key(keys.dataSet())
                            .contentType("text/plain")
                            .ifNoneMatch(conditional ? "*" : null),
                    RequestBody.fromString(id + "\n")));
  }

  private static String parsed(String text, S3Settings settings, S3Keys keys) throws IOException {
    try {
      return UUID.fromString(text).toString();
    } catch (IllegalArgumentException damaged) {
      throw new IOException(
          "the object "
              + keys.dataSet()
              + " in "
              + settings.place()
              + " does not contain the identity of a data set; restore it from a backup");
    }
  }

  /// The identity as a catalog records it: `s3:<id>`.
  String name() {
    return "s3:" + id;
  }
}
