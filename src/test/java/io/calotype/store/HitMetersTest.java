package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.telemetry.Telemetry;
import org.junit.jupiter.api.Test;

class HitMetersTest {
  private final Telemetry telemetry = new Telemetry();
  private final HitMeters meters = new HitMeters(telemetry);

  @Test
  void ratios_ofHitsAndMisses_areSharesOfAllRequests() {
    meters.observeRatios();
    assertThat(ratio("memory")).isZero();

    meters.memoryHit();
    meters.memoryHit();
    meters.diskHit();
    meters.miss();

    assertThat(ratio("memory")).isEqualTo(0.5);
    assertThat(ratio("disk")).isEqualTo(0.25);
  }

  @Test
  void counts_readByOtherMetersOfTheSameRegistry_areThose() {
    meters.memoryHit();
    meters.diskHit();
    meters.diskHit();
    meters.miss();

    HitMeters reader = new HitMeters(telemetry);

    assertThat(reader.memoryHits()).isEqualTo(1);
    assertThat(reader.diskHits()).isEqualTo(2);
    assertThat(reader.misses()).isEqualTo(1);
    assertThat(reader.requests()).isEqualTo(4);
  }

  private double ratio(String tier) {
    return telemetry.sum("calotype_cache_hit_ratio", "tier", tier);
  }
}
