package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Logger LOG = Logger.getLogger("io.calotype");

  private final TestClock clock = new TestClock();
  private final Telemetry telemetry = new Telemetry();
  private final Faults faults = new Faults(telemetry, clock);
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    LOG.addHandler(lines);
  }

  @AfterEach
  void stopListening() {
    LOG.removeHandler(lines);
  }

  @Test
  void note_ofManyFaults_countsEachAndLogsOneAMinute() {
    faults.note("write", new IOException("first"));
    clock.pass(Duration.ofSeconds(59));
    faults.note("write", new IOException("second"));
    clock.pass(Duration.ofSeconds(1));
    faults.note("write", new IOException("third"));

    assertThat(lines.seen).hasSize(2).first().asString().contains("doing=write", "first");
    assertThat(telemetry.scrape()).contains("calotype_cache_faults_total 3.0");
  }

  private static final class Lines extends Handler {
    final List<String> seen = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      seen.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
