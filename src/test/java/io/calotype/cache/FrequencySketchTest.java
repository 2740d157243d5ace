package io.calotype.cache;

import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrequencySketchTest {
  private final FrequencySketch sketch = new FrequencySketch(1024);

  @Test
  void frequency_neverRequested_isZero() {
    assertThat(sketch.frequency(Entries.key(1))).isZero();
  }

  @Test
  void frequency_requestedThreeTimes_isThree() {
    add(1, 3);

    assertThat(sketch.frequency(Entries.key(1))).isEqualTo(3);
  }

  @Test
  void frequency_requestedOften_endsAtItsHighest() {
    add(1, 100);

    assertThat(sketch.frequency(Entries.key(1))).isEqualTo(FrequencySketch.MAX);
  }

  @Test
  void frequency_amongAThousandOthers_isTooHighForFew() {
    range(0, 1000).forEach(n -> add(n, 1));

    assertThat(range(0, 1000).filter(n -> sketch.frequency(Entries.key(n)) != 1).count())
        .isLessThan(20);
  }

  @Test
  void frequency_afterManyOthers_isHalved() {
    add(1, 14);
    range(1000, 1000 + 10_240).forEach(n -> add(n, 1));

    assertThat(sketch.frequency(Entries.key(1))).isBetween(7, 10);
  }

  private void add(int n, int times) {
    range(0, times).forEach(time -> sketch.add(Entries.key(n)));
  }
}
