package io.calotype.imaging;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// The metrics of render jobs and of the renderers that do them.
public final class RenderMeters {
  private static final String RENDERS = "calotype_renders";
  private static final String OUTPUT = "output";
  private static final String LOST = "calotype_renderers_lost";
  private static final String QUEUE = "calotype_render_queue";
  private static final String MEMORY = "calotype_render_memory_bytes";

  private final Telemetry telemetry;
  private final Counter failures;

  public RenderMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.failures = telemetry.counter("calotype_render_failures");
  }

  /// The load of the renderers at the moment.
  ///
  /// @param waiting the number of jobs that wait for a renderer
  /// @param waitSeconds the expected wait of an interactive job
  /// @param memoryBytes the memory reserved by running jobs
  public record Load(
      Supplier<Number> waiting, Supplier<Number> waitSeconds, Supplier<Number> memoryBytes) {}

  /// Registers gauges of `load`.
  public void observe(Load load) {
    telemetry.gauge(QUEUE, load.waiting());
    telemetry.gauge("calotype_render_wait_seconds", load.waitSeconds());
    telemetry.gauge(MEMORY, load.memoryBytes());
  }

  /// Records a successful job; `output` is its product, for example `webp` or `ingest`.
  public void rendered(String output, Duration took) {
    telemetry.timer(RENDERS, OUTPUT, output).record(took);
  }

  /// Counts a job that failed because of the picture.
  public void failed() {
    failures.increment();
  }

  /// Counts a renderer process that ended or was killed during a job, for a `reason` in one word.
  public void lost(String reason) {
    losses(reason).increment();
  }

  /// Initializes the count for `reason` to zero, so that the first loss is visible as an increase.
  public void mayLose(String reason) {
    losses(reason).increment(0);
  }

  private Counter losses(String reason) {
    return telemetry.counter(LOST, "reason", reason);
  }

  /// The number of jobs that wait for a renderer; 0 without [#observe].
  public long waiting() {
    return (long) telemetry.sum(QUEUE);
  }

  /// The memory reserved by running jobs, in bytes; 0 without [#observe].
  public long memoryBytes() {
    return (long) telemetry.sum(MEMORY);
  }

  /// The number of renderers lost since the start.
  public long lost() {
    return (long) telemetry.sum(LOST);
  }

  /// The number of failed jobs since the start.
  public long failures() {
    return (long) failures.count();
  }

  /// The durations of successful jobs by output.
  public List<Telemetry.Times> times() {
    return telemetry.times(RENDERS, OUTPUT);
  }
}
