package io.calotype.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private final Telemetry telemetry = new Telemetry();

  @Test
  void counter_registeredAgain_isTheSame() {
    telemetry.counter("calotype_cache_hits", "tier", "disk").increment();
    telemetry.counter("calotype_cache_hits", "tier", "disk").increment();

    assertThat(telemetry.scrape())
        .contains("# HELP calotype_cache_hits_total Rendition requests answered from a cache")
        .contains("\ncalotype_cache_hits_total{tier=\"disk\"} 2.0\n");
  }

  @Test
  void sum_ofSeveralLabels_countsThoseAskedFor() {
    telemetry.counter("lost", "reason", "late", "try", "1").increment(3);
    telemetry.counter("lost", "reason", "late", "try", "2").increment(4);
    telemetry.counter("lost", "reason", "crash", "try", "1").increment(5);

    assertThat(telemetry.sum("lost")).isEqualTo(12);
    assertThat(telemetry.sum("lost", "reason", "late")).isEqualTo(7);
    assertThat(telemetry.sum("lost", "reason", "late", "try", "2")).isEqualTo(4);
    assertThat(telemetry.sum("lost", "reason", "memory")).isZero();
    assertThat(telemetry.sum("absent")).isZero();
  }

  @Test
  void sum_ofAGauge_isItsValueNow() {
    List<String> names = new ArrayList<>(List.of("a"));
    telemetry.gauge("names", names::size);
    names.add("b");

    assertThat(telemetry.sum("names")).isEqualTo(2);
  }

  @Test
  void times_ofATimer_areByOperationWithPercentiles() {
    telemetry.timer("calls", "call", "list").record(Duration.ofMillis(7));
    telemetry.timer("calls", "call", "find").record(Duration.ofMillis(1));
    telemetry.timer("calls", "call", "find").record(Duration.ofMillis(100));

    List<Telemetry.Times> times = telemetry.times("calls", "call");

    assertThat(times).extracting(Telemetry.Times::operation).containsExactly("find", "list");
    assertThat(times).extracting(Telemetry.Times::count).containsExactly(2L, 1L);
    assertThat(times.getFirst().millis()).hasSize(3);
    assertThat(times.getFirst().millis().get(0)).isBetween(0.9, 1.1);
    assertThat(times.getFirst().millis().get(2)).isBetween(95.0, 105.0);
  }

  @Test
  void latencies_recorded_areInTheBucketsOfTheirLength() {
    telemetry.latencies("answers", "status", "200").record(Duration.ofMillis(30));

    assertThat(telemetry.scrape())
        .contains("answers_seconds_bucket{status=\"200\",le=\"0.025\"} 0")
        .contains("answers_seconds_bucket{status=\"200\",le=\"0.1\"} 1")
        .contains("answers_seconds_bucket{status=\"200\",le=\"10.0\"} 1")
        .doesNotContain("quantile");
  }

  @Test
  void gauges_setAgain_haveNoLabelsOfBefore() {
    telemetry.gauges("files", Map.of(List.of("kind", "a"), 1, List.of("kind", "b"), 2));
    telemetry.gauges("files", Map.of(List.of("kind", "b"), 3));

    assertThat(telemetry.scrape())
        .contains("files{kind=\"b\"} 3.0")
        .doesNotContain("files{kind=\"a\"}");
  }
}
