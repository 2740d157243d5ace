package io.calotype.rendition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.RenditionSpec;
import io.calotype.media.Sha256;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Backs off from work that failed on a source, so that an undecodable picture does not occupy a
/// renderer on every request.
///
/// The pause after the first failure is [#FIRST_PAUSE]. It doubles with each further failure, up to
/// [#LONGEST_PAUSE]. The first failure of an upload causes no pause. The state lives in memory
/// until the program ends.
public final class FailureBackoff {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final int MAX_SOURCES = 10_000;
  private static final String INGEST = "ingest";

  private final BackoffMeters meters;
  private final Clock clock;
  private final Cache<Sha256, Map<String, FailedWork>> sources =
      Caffeine.newBuilder().maximumSize(MAX_SOURCES).executor(Runnable::run).build();

  /// The media with failed work, each with the digest of its source.
  private final Cache<MediaId, Sha256> affected =
      Caffeine.newBuilder().maximumSize(MAX_SOURCES).executor(Runnable::run).build();

  /// Creates a backoff without failures.
  public FailureBackoff(Telemetry telemetry, Clock clock) {
    this.meters = new BackoffMeters(telemetry);
    this.clock = clock;
    meters.observe(sources::estimatedSize);
  }

  /// Runs `work` on the source with that digest, unless it failed recently.
  ///
  /// Errors: `StillUndecodable` during the pause; any exception of `work`.
  ///
  /// @param spec the rendition to make; null for an upload with all its renditions
  public <T> T guard(Sha256 source, @Nullable RenditionSpec spec, Supplier<T> work) {
    FailedWork failed = of(source, spec);
    Instant now = clock.instant();
    if (failed != null && now.isBefore(failed.retryAt())) {
      meters.refused();
      throw new MediaException(
          new Failure.StillUndecodable(Duration.between(now, failed.retryAt())));
    }
    try {
      T result = work.get();
      forget(source, spec);
      return result;
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.Undecodable) {
        remember(source, spec);
      }
      throw e;
    }
  }

  /// Records that work on `media`, a stored media, has failed.
  public void note(Media media, Failure failure) {
    if (failure instanceof Failure.Undecodable || failure instanceof Failure.StillUndecodable) {
      affected.put(media.id(), media.original().digest());
    }
  }

  /// Returns the failed work of `media`, in no particular order. Empty if only other media with the
  /// same source have failed.
  public List<FailedWork> of(Media media) {
    Sha256 source = media.original().digest();
    return source.equals(affected.getIfPresent(media.id())) ? of(source) : List.of();
  }

  /// Returns the ids of the media with failed work, at most [#MAX_SOURCES].
  public Set<MediaId> media() {
    affected.asMap().values().removeIf(source -> of(source).isEmpty());
    return Set.copyOf(affected.asMap().keySet());
  }

  /// Returns the failed work of that source, in no particular order.
  public List<FailedWork> of(Sha256 source) {
    Map<String, FailedWork> known = sources.getIfPresent(source);
    return known == null ? List.of() : List.copyOf(known.values());
  }

  /// Removes and returns the failed work of that source.
  public Collection<FailedWork> forget(Sha256 source) {
    Map<String, FailedWork> known = sources.asMap().remove(source);
    return known == null ? List.of() : known.values();
  }

  private @Nullable FailedWork of(Sha256 source, @Nullable RenditionSpec spec) {
    Map<String, FailedWork> known = sources.getIfPresent(source);
    return known == null ? null : known.get(name(spec));
  }

  private void forget(Sha256 source, @Nullable RenditionSpec spec) {
    sources
        .asMap()
        .computeIfPresent(
            source,
            (_, known) -> {
              known.remove(name(spec));
              return known.isEmpty() ? null : known;
            });
  }

  private void remember(Sha256 source, @Nullable RenditionSpec spec) {
    Instant now = clock.instant();
    sources
        .asMap()
        .compute(
            source,
            (_, known) -> {
              Map<String, FailedWork> all = known == null ? new ConcurrentHashMap<>() : known;
              all.compute(name(spec), (_, before) -> FailedWork.after(before, spec, now));
              return all;
            });
  }

  private static String name(@Nullable RenditionSpec spec) {
    return spec == null ? INGEST : spec.canonical() + "." + spec.format().extension();
  }
}
