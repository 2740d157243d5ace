package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cache.CacheKey;
import io.calotype.cluster.SharedCounts;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
  private static final CacheKey KEY = new CacheKey("cat", "1x1-0a1b2c3d", "avif");

  private final Sums sums = new Sums();
  private final RequestCounts one = new RequestCounts(sums);
  private final RequestCounts two = new RequestCounts(sums);

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void add_atTwoNodes_isOneSumAfterTheExchange() {
    one.add(KEY);
    one.add(KEY);
    assertThat(two.add(KEY)).isEqualTo(1);

    one.exchange();
    two.exchange();

    assertThat(two.add(KEY)).isEqualTo(4);
    assertThat(one.add(KEY)).isEqualTo(3);
  }

  @Test
  void exchange_nothingNew_needsNoCall() {
    one.add(KEY);
    one.exchange();
    one.exchange();

    assertThat(sums.calls).isEqualTo(1);
  }

  @Test
  void exchange_othersAreAway_goesOnAlone() {
    sums.away = true;
    one.add(KEY);
    one.exchange();

    assertThat(one.add(KEY)).isEqualTo(2);
  }

  @Test
  void add_moreThanABatch_countsAtThisNodeAlone() {
    for (int i = 0; i < 2 * SharedCounts.MAX_NAMES; i++) {
      one.add(new CacheKey("cat", i + "x1-0a1b2c3d", "avif"));
    }
    one.exchange();

    assertThat(sums.all).hasSize(SharedCounts.MAX_NAMES);
  }

  @Test
  void forget_counted_startsAgain() {
    one.add(KEY);

    one.forget(KEY);

    assertThat(one.add(KEY)).isEqualTo(1);
  }

  /// The sums of all nodes.
  private static final class Sums implements SharedCounts {
    final Map<String, Integer> all = new HashMap<>();
    int calls;
    boolean away;

    @Override
    public boolean distributed() {
      return true;
    }

    @Override
    public Map<String, Integer> add(Map<String, Integer> counts) {
      calls++;
      if (away) {
        throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
      }
      Map<String, Integer> sums = new HashMap<>();
      counts.forEach((name, count) -> sums.put(name, all.merge(name, count, Integer::sum)));
      return sums;
    }
  }
}
