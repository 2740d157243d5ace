package io.calotype.catalog.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisLoadingException;

/// The server can never be used, for the reason in the message.
final class UnusableRedisException extends Exception {
  private UnusableRedisException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /// Throws if `failed` is caused by a permanent error reply of Redis. Temporary replies and
  /// missing replies are ignored.
  static void check(Throwable failed) throws UnusableRedisException {
    for (Throwable e = failed; e != null; e = e.getCause()) {
      if (e instanceof RedisCommandExecutionException answer && !passes(answer)) {
        throw new UnusableRedisException(
            "Redis does not let us in: " + answer.getMessage(), failed);
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
