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
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The metrics of one running program, in the Prometheus text format.
public final class Telemetry {
  /// The time window of percentiles. In the usual, shorter one, a quiet server has no samples.
  private static final Duration MEMORY = Duration.ofHours(1);

  /// The upper bounds of the buckets of HTTP latencies.
  private static final Duration[] LATENCIES =
      Stream.of(1, 5, 25, 100, 500, 2_000, 10_000).map(Duration::ofMillis).toArray(Duration[]::new);

  private final Map<String, MultiGauge> tables = new ConcurrentHashMap<>();
  private final PrometheusMeterRegistry registry = registry();
  private final Counter memoryHits = counter("calotype_cache_hits", "tier", "memory");
  private final Counter diskHits = counter("calotype_cache_hits", "tier", "disk");
  private final Counter misses = counter("calotype_cache_misses");
  private final Counter evictions = counter("calotype_cache_evictions");
  private final Counter evictedBytes = counter("calotype_cache_evicted_bytes");
  private final Counter damaged = counter("calotype_cache_damaged");
  private final Counter faults = counter("calotype_cache_faults");
  private final Counter renderRefusals = counter("calotype_renders_refused");
  private final Counter renderFailures = counter("calotype_render_failures");
  private final Counter scrubbedBytes = counter("calotype_scrub_bytes");
  private final Counter scrubbedMedia = counter("calotype_scrub_media");
  private final Counter uploads = counter("calotype_uploads_stored");
  private final Counter uploadedBytes = counter("calotype_upload_bytes");
  private final Counter scrubRounds = counter("calotype_scrub_rounds");

  /// Creates metrics at zero.
  public Telemetry() {
    ratio("memory", memoryHits);
    ratio("disk", diskHits);
  }

  private static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new MetricHelp());
    // their names break the naming rules of Prometheus
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    return registry;
  }

  private void ratio(String tier, Counter hits) {
    Gauge.builder("calotype_cache_hit_ratio", () -> hits.count() / Math.max(1, wanted()))
        .tag("tier", tier)
        .register(registry);
  }

  /// The number of renditions requested.
  private double wanted() {
    return memoryHits.count() + diskHits.count() + misses.count();
  }

  /// Counts a rendition from memory.
  public void memoryHit() {
    memoryHits.increment();
  }

  /// Counts a rendition from the disk.
  public void diskHit() {
    diskHits.increment();
  }

  /// Counts a rendition that was in no cache.
  public void miss() {
    misses.increment();
  }

  /// Records a successful render job; `output` is its product, for example `webp` or `ingest`.
  public void rendered(String output, Duration took) {
    timer("calotype_renders", "output", output).record(took);
  }

  /// Counts a render job that failed because of the picture.
  public void renderFailed() {
    renderFailures.increment();
  }

  /// Counts a render that was refused because it failed recently.
  public void renderRefused() {
    renderRefusals.increment();
  }

  /// Counts entries evicted from the disk cache to keep its budget.
  public void evicted(long entries, long bytes) {
    evictions.increment((double) entries);
    evictedBytes.increment((double) bytes);
  }

  /// Counts a cache file that did not match its name and was deleted.
  public void damagedEntry() {
    damaged.increment();
  }

  /// Counts an error of the cache's disk; the request continued without the cache.
  public void cacheFault() {
    faults.increment();
  }

  /// Counts a renderer process that ended or was killed during a job, for a `reason` in one word.
  public void rendererLost(String reason) {
    losses(reason).increment();
  }

  /// Initialises the count for `reason` to zero, so that the first loss is visible as an increase.
  public void mayLoseRenderers(String reason) {
    losses(reason).increment(0);
  }

  private Counter losses(String reason) {
    return counter("calotype_renderers_lost", "reason", reason);
  }

  /// Counts a problem response; `slug` is its kind.
  public void problem(String slug) {
    counter("calotype_problems", "problem", slug).increment();
  }

  /// Counts a closed connection by `reason`, a short text with hyphens.
  public void connectionClosed(String reason) {
    counter("calotype_connections_closed", "reason", reason).increment();
  }

  /// Counts the items that a maintenance task removed.
  public void tidied(String chore, long removed) {
    counter("calotype_upkeep_removed", "chore", chore).increment((double) removed);
  }

  /// Counts the media or folders that a maintenance task skipped.
  public void missed(String chore, long count) {
    counter("calotype_upkeep_failed", "chore", chore).increment((double) count);
  }

  /// Counts bytes read for verification.
  public void scrubbed(long bytes) {
    scrubbedBytes.increment((double) bytes);
  }

  /// Counts a media verified by the scrub.
  public void scrubbedMedia() {
    scrubbedMedia.increment();
  }

  /// Counts a completed round of the scrub.
  public void scrubRound() {
    scrubRounds.increment();
  }

  /// Counts damaged items of a kind that were recreated, or removed to be recreated.
  public void repaired(String what, long count) {
    counter("calotype_scrub_repaired", "what", what).increment((double) count);
  }

  /// Counts a legacy picture that became a media.
  public void lifted() {
    counter("calotype_lifted").increment();
  }

  /// Counts a legacy picture that could not become a media.
  public void liftFailed() {
    counter("calotype_lift_failures").increment();
  }

  /// Records a `call` to the catalog's store, successful or not.
  public void catalogCalled(String call, Duration took) {
    timer("calotype_catalog", "call", call).record(took);
  }

  /// Sets a gauge with varying labels: values by the labels of each, name, value, name, value.
  /// Earlier labels that are not among them are removed.
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

  /// Counts an upload that stored a media of `bytes` bytes.
  public void uploaded(long bytes) {
    uploads.increment();
    uploadedBytes.increment((double) bytes);
  }

  /// Returns a recorder of responses with `status` on a class of routes. It receives the
  /// nanoseconds of each.
  public LongConsumer requests(String route, int status) {
    Timer timer =
        Timer.builder("calotype_http_requests")
            .tags("route", route, "status", Integer.toString(status))
            .serviceLevelObjectives(LATENCIES)
            .register(registry);
    return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// Adds the metrics of the process and its JVM, and the build as labels: name, value, name,
  /// value.
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

  /// Adds a gauge that is evaluated when the metrics are read, with labels: name, value, name,
  /// value.
  public void gauge(String name, Supplier<Number> value, String... labels) {
    Gauge.builder(name, value).tags(labels).register(registry);
  }

  /// Returns the sum of all counters and gauges of that name. If `labels` are given, only those
  /// with these labels count: name, value, name, value.
  public double sum(String name, String... labels) {
    return registry.find(name).tags(labels).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(Measurement::getValue)
        .filter(Double::isFinite)
        .sum();
  }

  /// Returns render times by output.
  public List<Times> renders() {
    return times("calotype_renders", "output");
  }

  /// Returns the times of the catalog's store by call.
  public List<Times> catalogCalls() {
    return times("calotype_catalog", "call");
  }

  private List<Times> times(String name, String label) {
    return registry.find(name).timers().stream()
        .map(timer -> Times.of(timer, label))
        .sorted(Comparator.comparing(Times::what))
        .toList();
  }

  /// Durations of one kind of operation.
  ///
  /// @param what the kind, for example `webp`
  /// @param count the number since the start
  /// @param millis the 50th, 95th and 99th percentiles of the last hour
  public record Times(String what, long count, List<Double> millis) {
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

  private Timer timer(String name, String label, String value) {
    return Timer.builder(name)
        .tag(label, value)
        .publishPercentiles(0.5, 0.95, 0.99)
        .distributionStatisticExpiry(MEMORY)
        .register(registry);
  }

  private Counter counter(String name, String... tags) {
    return Counter.builder(name).tags(tags).register(registry);
  }
}
