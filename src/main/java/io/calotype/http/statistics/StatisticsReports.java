package io.calotype.http.statistics;

import io.calotype.cluster.Nodes;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Publishes the statistics of this node to the others each five seconds.
public final class StatisticsReports implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Statistics statistics;
  private final Nodes nodes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("statistics-", 0).factory());

  /// Creates reports to `nodes`; [#begin] starts them.
  public StatisticsReports(Statistics statistics, Nodes nodes) {
    this.statistics = statistics;
    this.nodes = nodes;
  }

  /// Starts the reports, if there may be other nodes.
  public void begin() {
    if (nodes.distributed()) {
      var _ =
          timer.scheduleAtFixedRate(
              () -> Thread.startVirtualThread(this::publish),
              0,
              EVERY.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void publish() {
    try {
      nodes.publish(statistics.own().text());
    } catch (MediaException | IllegalStateException away) {
      EventLog.debug("statistics.unpublished", "cause", away); // the next report is soon
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
