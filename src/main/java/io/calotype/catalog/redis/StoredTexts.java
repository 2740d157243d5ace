package io.calotype.catalog.redis;

import io.calotype.media.MediaId;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisScript;
import io.lettuce.core.RedisFuture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The texts of a media as they were read, in one round trip.
///
/// One server: a script reads both texts at one moment. Cluster: the commands are sent together,
/// because Redis refuses a script while its keys move to another server.
///
/// @param record at most [#MAX_READ] bytes of the record; empty if the key is absent or of another
///   type
/// @param copy empty if there is none
/// @param left the reply to `PTTL` of the record: milliseconds, -1 for a key without expiry, -2 for
///   an absent key
record StoredTexts(String record, String copy, long left) {
  /// The maximum bytes read of a record. Other programs may add members to a record, and a foreign
  /// text may be a whole picture. A text cut at this length cannot be parsed as a record.
  static final long MAX_READ = 64 << 10;

  /// The texts, and their digests for [RecordScripts#REMOVE].
  record Versioned(StoredTexts texts, String digests) {}

  /// Reads the texts of `id`.
  static StoredTexts read(RedisCall exchange, MediaId id) {
    return exchange.alone()
        ? texts(listed(exchange, RecordScripts.READ, id))
        : apart(exchange.at(RedisKeys.record(id)), id);
  }

  /// Reads the texts of `id` with their digests. In a cluster the digests are read first.
  static Versioned readWithDigests(RedisCall exchange, MediaId id) {
    if (exchange.alone()) {
      List<Object> reply = listed(exchange, RecordScripts.READ_WITH_DIGESTS, id);
      return new Versioned(texts(reply), (String) reply.get(3));
    }
    RedisCall home = exchange.at(RedisKeys.record(id));
    String digests = home.text(RecordScripts.DIGEST, RedisKeys.home(id));
    return new Versioned(apart(home, id), digests);
  }

  private static List<Object> listed(RedisCall exchange, RedisScript script, MediaId id) {
    return exchange.list(script, RedisKeys.home(id), String.valueOf(MAX_READ - 1));
  }

  private static StoredTexts texts(List<Object> reply) {
    return new StoredTexts((String) reply.get(0), (String) reply.get(1), (Long) reply.get(2));
  }

  private static StoredTexts apart(RedisCall home, MediaId id) {
    String key = RedisKeys.record(id);
    RedisFuture<Long> left = home.send(redis -> redis.pttl(key));
    RedisFuture<String> record = home.send(redis -> redis.getrange(key, 0, MAX_READ - 1));
    RedisFuture<String> copy = home.send(redis -> redis.get(RedisKeys.kept(id)));
    return new StoredTexts(
        orEmpty(home.awaitOrNull(record)), orEmpty(home.awaitOrNull(copy)), home.await(left));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// Returns the digests of these texts, if they are complete and valid UTF-8.
  static String digests(String record, String copy) {
    return RedisScript.sha1(record) + RedisScript.sha1(copy);
  }

  /// Whether there is a key of the record, of any type.
  boolean keyed() {
    return left != -2;
  }
}
