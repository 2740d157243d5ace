package io.calotype.maintenance;

import io.calotype.cache.CacheKey;
import io.calotype.cache.EntryInfo;
import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.rendition.PresetNames;
import io.calotype.rendition.RenditionCache;
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

/// Counts what there is: every so often on a thread of its own, and when somebody wants to know. It
/// holds sums only, however much there is.
public final class UsageScan implements AutoCloseable {
  private static final Duration AT_FIRST = Duration.ofMinutes(1);
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Subject subject;
  private final BackgroundThrottle manners;
  private final UsageGauges gauges;
  private final Duration every;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable Usage last;
  private @Nullable Thread thread;

  /// What is counted.
  ///
  /// @param names tells renditions
  public record Subject(Catalog catalog, RenditionCache renditions, PresetNames names) {}

  /// Counts every `every` after [#begin]; `telemetry` shows what was counted last.
  public UsageScan(
      Subject subject,
      BackgroundThrottle manners,
      Duration every,
      Telemetry telemetry,
      Clock clock) {
    this.subject = subject;
    this.manners = manners;
    this.gauges = new UsageGauges(telemetry);
    this.every = every;
    this.clock = clock;
  }

  /// Begins to count, a minute from now.
  public UsageScan begin() {
    thread = Thread.ofPlatform().daemon().name("census").start(this::repeat);
    return this;
  }

  /// What was counted last; empty where nothing was yet.
  public Optional<Usage> last() {
    return Optional.ofNullable(last);
  }

  /// Counts everything. Blocks for as long as that takes; two take turns.
  ///
  /// Errors: `Unavailable` where the disk or the catalog refuses.
  public Usage take() {
    return manners.hurried(() -> take(manners.brisk()));
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
      manners.sleep(every.compareTo(AT_FIRST) < 0 ? every : AT_FIRST);
      while (!manners.closing()) {
        takeQuietly();
        manners.sleep(every);
      }
    } catch (MediaException closed) {
      EventLog.debug("census.ended");
    }
  }

  private void takeQuietly() {
    try {
      Usage usage = take(manners.polite());
      EventLog.info("census", "renditions", usage.all().count(), "ms", usage.took().toMillis());
    } catch (MediaException putOff) {
      EventLog.debug("census.put-off", "reason", putOff.failure().getClass().getSimpleName());
    } catch (RuntimeException failed) {
      EventLog.error("census.failed", failed);
    }
  }

  /// Waits a moment until nothing is looked at any more, which ends once its manners are closed.
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

  /// One census.
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
      pace.run();
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
      pace.run();
      return !manners.closing();
    }

    private static <K> void add(SortedMap<K, Usage.Amount> sums, K key, long bytes) {
      sums.merge(key, new Usage.Amount(1, bytes), Usage.Amount::plus);
    }
  }
}
