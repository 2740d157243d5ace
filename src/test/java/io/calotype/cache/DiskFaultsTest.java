package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskFaultsTest {
  private final TestClock clock = new TestClock();
  private final Telemetry telemetry = new Telemetry();
  private final DiskFaults faults = new DiskFaults(telemetry, clock);

  @Test
  void note_ofManyFaults_countsEachAndLogsOneAMinute() {
    try (Heard heard = Heard.listening()) {
      faults.note("write", new IOException("first"));
      clock.pass(Duration.ofSeconds(59));
      faults.note("write", new IOException("second"));
      clock.pass(Duration.ofSeconds(1));
      faults.note("write", new IOException("third"));

      assertThat(heard.events("cache.fault"))
          .hasSize(2)
          .first()
          .asString()
          .contains("doing=write", "first");
    }
    assertThat(telemetry.scrape()).contains("calotype_cache_faults_total 3.0");
  }
}
