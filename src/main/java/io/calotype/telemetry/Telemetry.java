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
  /// What percentiles are of: in the shorter time that is usual, a quiet server has seen nothing.
  private static final Duration MEMORY = Duration.ofHours(1);

  /// The upper ends of the buckets of HTTP latencies.
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

  /// Nothing has happened yet.
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

  /// How many renditions were asked for.
  private double wanted() {
    return memoryHits.count() + diskHits.count() + misses.count();
  }

  /// A rendition came from memory.
  public void memoryHit() {
    memoryHits.increment();
  }

  /// A rendition came from the disk.
  public void diskHit() {
    diskHits.increment();
  }

  /// A rendition was in no cache.
  public void miss() {
    misses.increment();
  }

  /// A render job has succeeded; `output` says of what, for example `webp` or `ingest`.
  public void rendered(String output, Duration took) {
    timer("calotype_renders", "output", output).record(took);
  }

  /// A render job has failed for the picture's fault.
  public void renderFailed() {
    renderFailures.increment();
  }

  /// A render was not tried, since it has failed lately.
  public void renderRefused() {
    renderRefusals.increment();
  }

  /// Entries have left the disk cache for its budget.
  public void evicted(long entries, long bytes) {
    evictions.increment((double) entries);
    evictedBytes.increment((double) bytes);
  }

  /// A file in the cache was not what its name says, and was deleted.
  public void damagedEntry() {
    damaged.increment();
  }

  /// The cache's disk has refused something; the request went on without it.
  public void cacheFault() {
    faults.increment();
  }

  /// A renderer process has ended or was killed in the middle of its work, for a `reason` in one
  /// word.
  public void rendererLost(String reason) {
    losses(reason).increment();
  }

  /// Has the losses for `reason` counted from zero, so that the first one is seen to be one.
  public void mayLoseRenderers(String reason) {
    losses(reason).increment(0);
  }

  private Counter losses(String reason) {
    return counter("calotype_renderers_lost", "reason", reason);
  }

  /// A client was answered with a problem; `slug` is its kind.
  public void problem(String slug) {
    counter("calotype_problems", "problem", slug).increment();
  }

  /// A connection was closed for a `reason` in a few words with hyphens.
  public void connectionClosed(String reason) {
    counter("calotype_connections_closed", "reason", reason).increment();
  }

  /// A chore of upkeep has removed so much.
  public void tidied(String chore, long removed) {
    counter("calotype_upkeep_removed", "chore", chore).increment((double) removed);
  }

  /// A chore of upkeep had to pass over so many media or folders.
  public void missed(String chore, long count) {
    counter("calotype_upkeep_failed", "chore", chore).increment((double) count);
  }

  /// Bytes were read to be verified.
  public void scrubbed(long bytes) {
    scrubbedBytes.increment((double) bytes);
  }

  /// The scrub has verified one media more.
  public void scrubbedMedia() {
    scrubbedMedia.increment();
  }

  /// The scrub has verified all media.
  public void scrubRound() {
    scrubRounds.increment();
  }

  /// So many damaged things of a kind were removed to be made again, or made again.
  public void repaired(String what, long count) {
    counter("calotype_scrub_repaired", "what", what).increment((double) count);
  }

  /// A picture in a record of another program has become a media.
  public void lifted() {
    counter("calotype_lifted").increment();
  }

  /// A picture in a record of another program could not become a media.
  public void liftFailed() {
    counter("calotype_lift_failures").increment();
  }

  /// The store of records has answered a `call`, or failed to.
  public void catalogCalled(String call, Duration took) {
    timer("calotype_catalog", "call", call).record(took);
  }

  /// Sets a gauge with labels that come and go: values by the labels that each has, name, value,
  /// name, value. What it had before and is not among them is gone.
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

  /// An upload has stored a media of so many bytes.
  public void uploaded(long bytes) {
    uploads.increment();
    uploadedBytes.increment((double) bytes);
  }

  /// Counts the answers with `status` on a class of routes: takes the nanoseconds of each.
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
  @SuppressWarnings("MustBeClosedChecker") // as long as the process lives
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

  /// A value that is read when the metrics are, with labels: name, value, name, value.
  public void gauge(String name, Supplier<Number> value, String... labels) {
    Gauge.builder(name, value).tags(labels).register(registry);
  }

  /// The sum of all counters and gauges of that name, where `labels` are given with these: name,
  /// value, name, value.
  public double sum(String name, String... labels) {
    return registry.find(name).tags(labels).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(Measurement::getValue)
        .filter(Double::isFinite)
        .sum();
  }

  /// How long renders have taken, by what was made.
  public List<Times> renders() {
    return times("calotype_renders", "output");
  }

  /// How long the store of records has taken, by what it was asked.
  public List<Times> catalogCalls() {
    return times("calotype_catalog", "call");
  }

  private List<Times> times(String name, String label) {
    return registry.find(name).timers().stream()
        .map(timer -> Times.of(timer, label))
        .sorted(Comparator.comparing(Times::what))
        .toList();
  }

  /// How long things of one kind have taken.
  ///
  /// @param what the kind, for example `webp`
  /// @param count how many there were since the start
  /// @param millis how long half, 95 and 99 of a hundred of those of the last hour have taken at
  ///   the most
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

  /// All metrics in the Prometheus text format, version 0.0.4.
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
