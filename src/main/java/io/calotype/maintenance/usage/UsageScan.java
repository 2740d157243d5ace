package io.calotype.maintenance.usage;

import io.calotype.cache.CacheKey;
import io.calotype.cache.EntryInfo;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.RecordScan;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.pace.BackgroundThrottle;
import io.calotype.maintenance.pace.Pacer;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.store.PresetNames;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Counts stored files and renditions, periodically on a thread of its own and on demand. It keeps
/// sums only, so that memory does not grow with the data.
public final class UsageScan implements AutoCloseable {
  private static final Duration AT_FIRST = Duration.ofMinutes(1);
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Subject subject;
  private final BackgroundThrottle throttle;
  private final UsageGauges gauges;
  private final Duration every;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable Usage last;
  private @Nullable Thread thread;

  /// The data to count.
  ///
  /// @param names maps renditions to presets
  public record Subject(Catalog catalog, RenditionCache renditions, PresetNames names) {}

  /// Creates a scan that runs every `every` after [#begin]. `telemetry` exports the last result.
  public UsageScan(
      Subject subject,
      BackgroundThrottle throttle,
      Duration every,
      Telemetry telemetry,
      Clock clock) {
    this.subject = subject;
    this.throttle = throttle;
    this.gauges = new UsageGauges(telemetry);
    this.every = every;
    this.clock = clock;
  }

  /// Starts the scans, the first one after a minute.
  public UsageScan begin() {
    thread = Thread.ofPlatform().daemon().name("census").start(this::repeat);
    return this;
  }

  /// Returns the last result; empty before the first one.
  public Optional<Usage> last() {
    return Optional.ofNullable(last);
  }

  /// Runs a scan now and returns its result. Blocks; concurrent scans run one after the other.
  ///
  /// Errors: `Unavailable` if the disk or the catalog fails.
  public Usage take() {
    return throttle.hurried(() -> take(throttle.brisk()));
  }

  private Usage take(Pacer pace) {
    turn.lock();
    try {
      Usage usage = new Count(pace).all();
      last = usage;
      gauges.show(usage);
      return usage;
    } finally {
      turn.unlock();
    }
  }

  private void repeat() {
    try {
      throttle.sleep(every.compareTo(AT_FIRST) < 0 ? every : AT_FIRST);
      while (!throttle.closing()) {
        takeQuietly();
        throttle.sleep(every);
      }
    } catch (MediaException closed) {
      EventLog.debug("census.ended");
    }
  }

  private void takeQuietly() {
    try {
      Usage usage = take(throttle.polite());
      EventLog.info("census", "renditions", usage.all().count(), "ms", usage.took().toMillis());
    } catch (MediaException putOff) {
      EventLog.debug("census.put-off", "reason", putOff.failure().getClass().getSimpleName());
    } catch (RuntimeException failed) {
      EventLog.error("census.failed", failed);
    }
  }

  /// Waits up to [#PATIENCE] for a scan in progress, which ends once its throttle is closed.
  @Override
  public void close() {
    Thread counting = thread;
    if (counting == null) {
      return;
    }
    try {
      counting.join(PATIENCE);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /// One scan.
  private final class Count {
    private final Pacer pace;
    private final SortedMap<Usage.Kind, Usage.Amount> kinds = new TreeMap<>();
    private final SortedMap<Usage.Age, Usage.Amount> ages = new TreeMap<>();
    private final SortedMap<Usage.Source, Usage.Amount> originals = new TreeMap<>();
    private final Instant begun = clock.instant();

    Count(Pacer pace) {
      this.pace = pace;
    }

    private Usage all() {
      RecordScan.each(subject.catalog(), null, null, this::count);
      if (!subject.renditions().each(this::count)) {
        throw new MediaException(new Failure.Unavailable(AWAY));
      }
      Instant now = clock.instant();
      return new Usage(now, Duration.between(begun, now), kinds, ages, originals);
    }

    private void count(Media media) {
      String kind = media.original().type().kind().text().toUpperCase(Locale.ROOT);
      add(originals, Usage.Source.valueOf(kind), media.original().bytes());
      if (media.master() != null) {
        add(originals, Usage.Source.MASTER, media.source().bytes());
      }
      pace.pause();
    }

    private boolean count(String owner, List<EntryInfo> entries) {
      Function<CacheKey, String> preset =
          MediaId.parse(owner)
              .flatMap(subject.catalog()::peek)
              .map(subject.names()::of)
              .orElse(key -> PresetNames.OTHER);
      for (EntryInfo seen : entries) {
        String format = seen.key().extension();
        add(kinds, new Usage.Kind(preset.apply(seen.key()), format), seen.bytes());
        add(ages, Usage.Age.of(seen.used(), begun), seen.bytes());
      }
      pace.pause();
      return !throttle.closing();
    }

    private static <K> void add(SortedMap<K, Usage.Amount> sums, K key, long bytes) {
      sums.merge(key, new Usage.Amount(1, bytes), Usage.Amount::plus);
    }
  }
}
