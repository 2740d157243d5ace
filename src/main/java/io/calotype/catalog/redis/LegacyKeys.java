package io.calotype.catalog.redis;

import io.calotype.failure.MediaException;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Access to a Redis whose keys may hold pictures, for a program that migrates them.
///
/// Errors of every call but `open`: `Unavailable` if Redis is away. [#each] tries each step ten
/// times, one second apart, because a scan cannot be resumed later.
public final class LegacyKeys implements AutoCloseable {
  private static final int BATCH = 500;
  private static final int TRIES = 10;
  private static final Pattern USED = Pattern.compile("used_memory:([0-9]+)");

  private final RedisConnections link;
  private final RedisLegacyRecords texts;

  private LegacyKeys(RedisConnections link) {
    this.link = link;
    this.texts = new RedisLegacyRecords(link, Clock.systemUTC(), Long.MAX_VALUE);
  }

  /// Opens the Redis at `uri`, which has the forms of [RedisCatalog#open].
  ///
  /// Errors: an `IOException` with the reason, also if no server answers.
  public static LegacyKeys open(String uri) throws IOException {
    RedisConnections link = RedisConnections.open(uri);
    if (!link.servers().connected()) {
      link.close();
      throw new IOException("Redis does not answer");
    }
    return new LegacyKeys(link);
  }

  /// Passes all keys that match `pattern` to `reader`, in batches. A key may be passed twice, and a
  /// key created meanwhile may be missed (`SCAN`).
  public void each(String pattern, Consumer<List<String>> reader) {
    for (String server : List.copyOf(link.servers().names())) {
      each(server, ScanArgs.Builder.matches(pattern).limit(BATCH), reader);
    }
  }

  private void each(String server, ScanArgs matching, Consumer<List<String>> reader) {
    ScanCursor cursor = ScanCursor.INITIAL;
    while (!cursor.isFinished()) {
      ScanCursor from = cursor;
      KeyScanCursor<String> found =
          retrying(() -> new RedisCall(link, server).ask(redis -> redis.scan(from, matching)));
      if (!found.getKeys().isEmpty()) {
        reader.accept(found.getKeys());
      }
      cursor = found;
    }
  }

  /// Returns the text under `key`; empty if it is absent or of another type.
  public Optional<LegacyText> find(String key) {
    return texts.find(key);
  }

  /// Returns whether `text` is a record that a Calotype has written.
  ///
  /// @param field the member that holds a picture in records of other programs
  public boolean ours(String key, LegacyText text, String field) {
    return text.bytes() <= StoredTexts.MAX_READ
        && RecordJson.ours(
            new RedisCall(link).at(key).ask(redis -> redis.getrange(key, 0, -1), ""), field);
  }

  /// The memory that Redis uses, in bytes; 0 if Redis does not report it.
  public long usedBytes() {
    try {
      return new RedisCall(link).everywhere().stream().mapToLong(LegacyKeys::usedBytes).sum();
    } catch (MediaException | IllegalStateException untold) {
      return 0;
    }
  }

  private static long usedBytes(RedisCall there) {
    Matcher used = USED.matcher(there.ask(redis -> redis.info("memory")));
    return used.find() ? Long.parseLong(used.group(1)) : 0;
  }

  /// Retries, so that a scan survives a restart of Redis.
  private static <T> T retrying(Supplier<T> call) {
    for (int tried = 1; ; tried++) {
      try {
        return call.get();
      } catch (MediaException away) {
        if (tried == TRIES) {
          throw away;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RedisConnections.PAUSE);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
