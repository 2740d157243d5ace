package io.calotype.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisLoadingException;
import org.jspecify.annotations.Nullable;

/// The server can never be used, for the reason in the message.
final class UnusableRedisException extends Exception {
  private UnusableRedisException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  /// Returns the exception for a server with the records of the data set `other`.
  static UnusableRedisException ofAnother(String other, String own) {
    return new UnusableRedisException(
        "Redis has the records of another data set, %s, and the data folder is %s; use another"
                .formatted(other, own)
            + " database of Redis, or, if that data folder is gone for good, delete the key "
            + RedisClaim.DATA_SET,
        null);
  }

  /// Returns the exception for a server that is not the catalog of the originals.
  ///
  /// @param found the identity of its records; null if it has none
  /// @param named the catalog that the originals name
  static UnusableRedisException ofAnotherCatalog(@Nullable String found, String named) {
    String state = found == null ? "was emptied or never had records" : "is " + found;
    return new UnusableRedisException(
        "the originals belong to the catalog %s, and this Redis %s; use the Redis of that catalog,"
                .formatted(named, state)
            + " or restore its backup; only if its records are lost for good, run: redis-cli set %s"
                .formatted(RedisClaim.CATALOG)
            + " %s; all originals are then orphans without records".formatted(named),
        null);
  }

  /// Throws if `failed` is caused by a permanent error reply of Redis. Temporary replies and
  /// missing replies are ignored.
  static void check(Throwable failed) throws UnusableRedisException {
    for (Throwable e = failed; e != null; e = e.getCause()) {
      if (e instanceof RedisCommandExecutionException answer && !passes(answer)) {
        throw new UnusableRedisException(
            "Redis refuses the connection: " + answer.getMessage(), failed);
      }
    }
  }

  private static boolean passes(RedisCommandExecutionException answer) {
    String said = String.valueOf(answer.getMessage());
    return answer instanceof RedisLoadingException
        || said.startsWith("LOADING")
        || said.startsWith("MASTERDOWN")
        || said.startsWith("CLUSTERDOWN")
        || said.contains("max number of clients");
  }
}
