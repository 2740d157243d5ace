package io.calotype.originals.s3;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The identity of the data set below a prefix, in the object `dataset`. Its first line is a random
/// UUID. The second line is the identity of the catalog with its records; it is absent until a
/// catalog has adopted the data set.
///
/// @param id the UUID
/// @param catalog the identity of the catalog; null if the object names none, or was not read
/// @param created whether this start has created it
record S3DataSet(String id, @Nullable String catalog, boolean created) {
  /// A message shows the name in a command for operators.
  private static final Pattern CATALOG = Pattern.compile("[a-z]+:[0-9a-z-]{1,80}");

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
      Optional<Text> present = read(calls, settings, keys);
      return present.isPresent()
          ? opened(present.get(), false, settings, keys)
          : created(calls, settings, keys);
    } catch (SdkException error) {
      if (known.isPresent() && S3Faults.broken(error)) {
        EventLog.warn("s3.start-without", "reason", S3Faults.words(error));
        return new S3DataSet(known.get(), null, false);
      }
      throw new IOException(settings.place() + " cannot be used: " + S3Faults.words(error), error);
    }
  }

  private static S3DataSet created(S3Calls calls, S3Settings settings, S3Keys keys)
      throws IOException {
    String fresh = UUID.randomUUID().toString();
    create(calls, settings, keys, fresh);
    Text kept = read(calls, settings, keys).orElse(new Text("", null, ""));
    return opened(kept, kept.id().equals(fresh), settings, keys);
  }

  /// Names `next` as the catalog of the data set `id`, if it names `former`. Returns the named one.
  ///
  /// Of several catalogs at once, one is named: the write is conditional. A service without
  /// conditional writes keeps the last one, and every later look reads the object again.
  ///
  /// Errors: an [SdkException].
  ///
  /// @param former null if no catalog is named
  /// @return empty if the object is absent, or has the identity of another data set
  static Optional<String> adopt(
      S3Calls calls,
      S3Settings settings,
      S3Keys keys,
      String id,
      @Nullable String former,
      String next) {
    Optional<Text> found = read(calls, settings, keys).filter(text -> text.id().equals(id));
    if (found.isEmpty() || !Objects.equals(found.get().catalog(), former)) {
      return found.map(Text::catalog);
    }
    try {
      Condition unchanged = new Condition(null, found.get().etag());
      put(calls, settings, keys, id + "\n" + next, unchanged);
    } catch (SdkException refused) {
      if (S3Faults.unsupported(refused)) {
        put(calls, settings, keys, id + "\n" + next, Condition.NONE);
      } else if (!S3Faults.conflict(refused)) {
        throw refused;
      }
    }
    return read(calls, settings, keys).filter(text -> text.id().equals(id)).map(Text::catalog);
  }

  /// The object `dataset`.
  ///
  /// @param id the first line
  /// @param catalog the second line; null if there is none
  record Text(String id, @Nullable String catalog, String etag) {
    static Text of(String text, String etag) {
      List<String> lines = text.strip().lines().map(String::strip).toList();
      return new Text(
          lines.isEmpty() ? "" : lines.getFirst(), lines.size() < 2 ? null : lines.get(1), etag);
    }
  }

  /// The condition of a write; null permits any state.
  private record Condition(@Nullable String noneMatch, @Nullable String match) {
    static final Condition NONE = new Condition(null, null);
    static final Condition ABSENT = new Condition("*", null);
  }

  /// Reads the object; empty if it is absent.
  ///
  /// Errors: an [SdkException], which names an absent bucket.
  static Optional<Text> read(S3Calls calls, S3Settings settings, S3Keys keys) {
    try {
      ResponseBytes<GetObjectResponse> text =
          calls.raw(
              S3Operation.GET,
              client ->
                  client.getObject(
                      get -> get.bucket(settings.bucket()).key(keys.dataSet()),
                      ResponseTransformer.toBytes()));
      return Optional.of(Text.of(text.asString(StandardCharsets.UTF_8), text.response().eTag()));
    } catch (SdkException error) {
      if (S3Faults.absent(error)) {
        return Optional.empty();
      }
      throw error;
    }
  }

  private static void create(S3Calls calls, S3Settings settings, S3Keys keys, String id) {
    try {
      put(calls, settings, keys, id, Condition.ABSENT);
    } catch (SdkException refused) {
      if (S3Faults.unsupported(refused)) {
        put(calls, settings, keys, id, Condition.NONE);
      } else if (!S3Faults.conflict(refused)) {
        throw refused;
      }
    }
  }

  private static void put(
      S3Calls calls, S3Settings settings, S3Keys keys, String text, Condition condition) {
    var _ =
        calls.raw(
            S3Operation.PUT,
            client ->
                client.putObject(
                    put ->
                        put.bucket(settings.bucket())
                            .key(keys.dataSet())
                            .contentType("text/plain")
                            .ifNoneMatch(condition.noneMatch())
                            .ifMatch(condition.match()),
                    RequestBody.fromString(text + "\n")));
  }

  private static S3DataSet opened(Text text, boolean created, S3Settings settings, S3Keys keys)
      throws IOException {
    try {
      String catalog = text.catalog();
      if (catalog != null && !CATALOG.matcher(catalog).matches()) {
        throw new IllegalArgumentException("no identity of a catalog");
      }
      return new S3DataSet(UUID.fromString(text.id()).toString(), catalog, created);
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
