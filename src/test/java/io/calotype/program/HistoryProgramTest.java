package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.history.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes under faults. Every promise of docs/cluster.md holds for all that the clients see.
///
/// `./dev history 30m [SEED]` runs random faults instead.
class HistoryProgramTest {
  private static final long SEED = 15;
  private static final Duration ROUND = Duration.ofSeconds(60);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void requireClock() {
    assumeTrue(FakeClock.library().isPresent(), "this test needs Debian's faketime");
  }

  @Test
  void history_eachFault_keepsAllPromises() throws Exception {
    assumeTrue(asked() == null, "random faults were asked for");
    try (HistoryCluster cluster = new HistoryCluster(folder, true)) {
      HistoryNode a = cluster.nodes().get(0);
      HistoryNode b = cluster.nodes().get(1);
      HistoryNode c = cluster.nodes().get(2);
      HistoryRun run = new HistoryRun(cluster, "h", SEED);
      run.fault(HistoryFault.CALM, c, Duration.ofSeconds(2));
      run.fault(HistoryFault.KILL, a, Duration.ofSeconds(1));
      run.fault(HistoryFault.STOP, b, Duration.ofSeconds(3));
      run.fault(HistoryFault.REDIS_HELD, a, Duration.ofSeconds(5));
      run.fault(HistoryFault.CALM, c, Duration.ofSeconds(2));
      run.fault(HistoryFault.REDIS_REFUSED, b, Duration.ofSeconds(5));
      run.fault(HistoryFault.S3_SILENT, b, Duration.ofSeconds(4));
      run.fault(HistoryFault.CALM, c, Duration.ofSeconds(2));
      run.fault(HistoryFault.S3_UNHEARD, a, Duration.ofSeconds(3));
      run.fault(HistoryFault.S3_RESET, c, Duration.ofSeconds(2));
      run.fault(HistoryFault.REDIS_KILLED, c, Duration.ofSeconds(1));
      run.fault(HistoryFault.CALM, a, Duration.ofSeconds(2));
      assertKept(run);
      print(run.renders());
      assertThat(run.rendered()).isPositive();
    }
  }

  @Test
  void history_randomFaults_keepsAllPromises() throws Exception {
    Duration duration = asked();
    assumeTrue(duration != null, "./dev history runs this test");
    long seed = Long.getLong("history.seed", System.nanoTime() & 0xffff);
    Random random = new Random(seed);
    boolean shared = random.nextBoolean();
    String asked = System.getProperty("history.renditions");
    shared = asked == null ? shared : asked.equals("s3");
    print("seed " + seed + ", RENDITIONS=" + (shared ? "s3" : "local"));
    long end = System.nanoTime() + duration.toNanos();
    try (HistoryCluster cluster = new HistoryCluster(folder, shared)) {
      for (int round = 0; System.nanoTime() < end; round++) {
        HistoryRun run = new HistoryRun(cluster, "r" + round + "-", random.nextLong());
        long over = Math.min(end, System.nanoTime() + ROUND.toNanos());
        while (System.nanoTime() < over) {
          run.random(random);
        }
        print("seed " + seed + ", round " + round + ": " + run.summary());
        assertKept(run);
        print(run.renders());
      }
    }
  }

  private static void assertKept(HistoryRun run) throws IOException, InterruptedException {
    List<Violation> violations = run.finish();
    if (!violations.isEmpty()) {
      print(run.report(violations));
    }
    assertThat(violations).as(run.summary()).isEmpty();
  }

  private static @Nullable Duration asked() {
    String asked = System.getProperty("history.duration");
    return asked == null ? null : Duration.parse("PT" + asked);
  }

  private static void print(String line) {
    System.out.println("history: " + line);
  }
}
