package io.calotype.cluster.redis;

import io.calotype.cluster.SharedCounts;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import io.lettuce.core.KeyValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts as one hash of Redis for each hour of its clock, `calotype:counts:<hour>`, with at most
/// [#MAX_FIELDS] names: about 5 MB.
///
/// Errors: those of [RedisCall].
public final class RedisSharedCounts implements SharedCounts {
  private static final String PREFIX = "calotype:counts:";
  private static final int MAX_FIELDS = 50_000;
  private static final Duration KEPT = Duration.ofHours(2);

  /// Adds counts to a hash. A full hash takes no further names.
  ///
  /// Arguments: deadline, maximum number of names, time to live in milliseconds, and pairs of name
  /// and count.
  private static final RedisScript ADD =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local full = redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[2])
              for i = 4, #ARGV, 2 do
                if not full or redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then
                  redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
                end
              end
              redis.call('PEXPIRE', KEYS[1], ARGV[3])
              return 1
              """);

  private final RedisConnections connections;
  private final int maxFields;

  /// Counts in the Redis of `connections`, which stay open.
  public RedisSharedCounts(RedisConnections connections) {
    this(connections, MAX_FIELDS);
  }

  RedisSharedCounts(RedisConnections connections, int maxFields) {
    this.connections = connections;
    this.maxFields = maxFields;
  }

  @Override
  public boolean distributed() {
    return true;
  }

  @Override
  public Map<String, Integer> add(Map<String, Integer> counts) {
    RedisCall any = new RedisCall(connections);
    String key = PREFIX + any.now().getEpochSecond() / Duration.ofHours(1).toSeconds();
    RedisCall call = any.at(key);
    List<String> arguments = new ArrayList<>();
    arguments.add(call.deadline());
    arguments.add(String.valueOf(maxFields));
    arguments.add(String.valueOf(KEPT.toMillis()));
    counts.forEach((name, count) -> {
      arguments.add(name);
      arguments.add(String.valueOf(count));
    });
    var _ = call.run(ADD, new String[] {key}, arguments.toArray(String[]::new));
    String[] names = counts.keySet().toArray(String[]::new);
    Map<String, Integer> sums = new LinkedHashMap<>();
    for (KeyValue<String, String> sum : call.ask(redis -> redis.hmget(key, names))) {
      sum.ifHasValue(text -> sums.put(sum.getKey(), Integer.valueOf(text)));
    }
    return sums;
  }
}
