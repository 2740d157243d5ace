package io.calotype.cluster.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

/// The entries of a work queue that consumers have.
public final class PendingTasks {
  private static final String IDLE =
      """
      for _, entry in ipairs(redis.call('XPENDING', KEYS[1], 'nodes', '-', '+', 10000)) do
        redis.call('XCLAIM', KEYS[1], 'nodes', entry[2], 0, entry[1], 'IDLE', 3600000, 'JUSTID')
      end
      return 1
      """;

  private PendingTasks() {}

  /// Makes all of them idle for an hour, and leaves each to its consumer.
  public static void idle(RedisCommands<String, String> commands, String key) {
    long _ = commands.eval(IDLE, ScriptOutputType.INTEGER, key);
  }
}
