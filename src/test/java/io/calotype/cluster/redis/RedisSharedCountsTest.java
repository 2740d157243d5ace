package io.calotype.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSharedCountsTest {
  /// The hour may end between two calls: then the sums begin again.
  @Test
  void add_byTwoNodes_returnsSumsWithinTheBoundsOfAKeyThatExpires(@TempDir Path folder)
      throws IOException {
    try (RedisServer server = RedisServer.start(folder);
        RedisConnections connections = RedisConnections.open(server.uri())) {
      RedisSharedCounts one = new RedisSharedCounts(connections, 2);
      RedisSharedCounts two = new RedisSharedCounts(connections, 2);

      Map<String, Integer> first = one.add(Map.of("a", 2, "b", 1));
      Map<String, Integer> second = two.add(Map.of("a", 3));
      Map<String, Integer> full = two.add(Map.of("c", 1, "b", 1));

      assertThat(first).isEqualTo(Map.of("a", 2, "b", 1));
      assertThat(second.get("a")).isIn(5, 3);
      assertThat(full.get("b")).isIn(2, 1);
      assertThat(server.commands().keys("calotype:counts:*"))
          .isNotEmpty()
          .allSatisfy(key -> {
            assertThat(server.commands().pttl(key)).isPositive();
            assertThat(server.commands().hlen(key)).isLessThanOrEqualTo(2);
          });
    }
  }
}
