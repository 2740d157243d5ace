package io.calotype.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The registry of all meters of one running program, which exports them in the Prometheus text
/// format.
///
/// Each feature has a class of meters in its own package, such as `CacheMeters`, that holds the
/// names of its metrics. A meter exists once for a name and its labels: a class that registers it
/// again receives the same meter. Code that reads the metrics of a feature creates the feature's
/// class of meters anew.
///
/// Labels are passed as name, value, name, value.
public final class Telemetry {
  /// The time window of percentiles. In the usual, shorter one, a quiet server has no samples.
  private static final Duration PERCENTILE_WINDOW = Duration.ofHours(1);

  /// The upper bounds of the buckets of latencies.
  private static final Duration[] LATENCIES =
      Stream.of(1, 5, 25, 100, 500, 2_000, 10_000).map(Duration::ofMillis).toArray(Duration[]::new);

  private final Map<String, MultiGauge> tables = new ConcurrentHashMap<>();
  private final PrometheusMeterRegistry registry = registry();

  private static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new MetricHelp());
    // their names break the naming rules of Prometheus
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    return registry;
  }

  /// Registers a counter.
  public Counter counter(String name, String... labels) {
    return Counter.builder(name).tags(labels).register(registry);
  }

  /// Registers a timer with percentiles of the last hour.
  public Timer timer(String name, String... labels) {
    return Timer.builder(name)
        .tags(labels)
        .publishPercentiles(0.5, 0.95, 0.99)
        .distributionStatisticExpiry(PERCENTILE_WINDOW)
        .register(registry);
  }

  /// Registers a timer with the buckets of [#LATENCIES], which several servers can add up.
  public Timer latencies(String name, String... labels) {
    return Timer.builder(name).tags(labels).serviceLevelObjectives(LATENCIES).register(registry);
  }

  /// Registers a gauge that is evaluated when the metrics are read.
  public void gauge(String name, Supplier<Number> value, String... labels) {
    Gauge.builder(name, value).tags(labels).register(registry);
  }

  /// Sets a gauge with varying labels: the values by the labels of each. Earlier labels that are
  /// not among them are removed.
  public void gauges(String name, Map<List<String>, ? extends Number> values) {
    tables
        .computeIfAbsent(name, any -> MultiGauge.builder(name).register(registry))
        .register(
            values.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .collect(Collectors.toList()),
            true);
  }

  private static MultiGauge.Row<Number> row(List<String> labels, Number value) {
    return MultiGauge.Row.of(Tags.of(labels.toArray(String[]::new)), value);
  }

  /// Registers the metrics of the process and its JVM, and a gauge with the labels `build`.
  @SuppressWarnings("MustBeClosedChecker") // open until the process ends
  public void process(String... build) {
    Stream.of(
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics(),
            new JvmMemoryMetrics(),
            new JvmGcMetrics(),
            new JvmThreadMetrics())
        .forEach(metrics -> metrics.bindTo(registry));
    Gauge.builder("calotype_build.info", () -> 1).tags(build).register(registry);
  }

  /// Returns the sum of all counters and gauges of that name. If `labels` are given, only those
  /// with these labels count.
  public double sum(String name, String... labels) {
    return registry.find(name).tags(labels).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(Measurement::getValue)
        .filter(Double::isFinite)
        .sum();
  }

  /// Returns the durations that the timers of that name have recorded, by the value of `label`.
  public List<Times> times(String name, String label) {
    return registry.find(name).timers().stream()
        .map(timer -> Times.of(timer, label))
        .sorted(Comparator.comparing(Times::operation))
        .toList();
  }

  /// The durations of one kind of operation.
  ///
  /// @param operation the kind, for example `webp`
  /// @param count the number since the start
  /// @param millis the 50th, 95th and 99th percentiles of the last hour
  public record Times(String operation, long count, List<Double> millis) {
    private static Times of(Timer timer, String label) {
      HistogramSnapshot snapshot = timer.takeSnapshot();
      return new Times(
          String.valueOf(timer.getId().getTag(label)),
          snapshot.count(),
          Arrays.stream(snapshot.percentileValues())
              .map(percentile -> percentile.value(TimeUnit.MILLISECONDS))
              .toList());
    }
  }

  /// Returns all metrics in the Prometheus text format, version 0.0.4.
  public String scrape() {
    return registry.scrape();
  }
}
