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

/// What could not be made of which source, so that it is not tried over and over: a picture that
/// costs a renderer costs it once in a while, however many ask for it.
///
/// The first failure is believed for [#FIRST_PAUSE], each further one twice as long as the one
/// before, up to [#LONGEST_PAUSE]; an upload's first is forgiven. It lasts for as long as the
/// program runs.
public final class FailureBackoff {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final int MAX_SOURCES = 10_000;
  private static final String INGEST = "ingest";

  private final Telemetry telemetry;
  private final Clock clock;
  private final Cache<Sha256, Map<String, FailedWork>> sources =
      Caffeine.newBuilder().maximumSize(MAX_SOURCES).executor(Runnable::run).build();

  /// The media for which a source has failed, with the digest of that source.
  private final Cache<MediaId, Sha256> affected =
      Caffeine.newBuilder().maximumSize(MAX_SOURCES).executor(Runnable::run).build();

  /// Remembers nothing yet.
  public FailureBackoff(Telemetry telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
    telemetry.gauge("calotype_failing_sources", sources::estimatedSize);
  }

  /// Does `work` on the source with that digest, unless it has failed lately.
  ///
  /// @param spec what is to be made; null is an upload with all that is made of it
  ///
  ///   Errors: `StillUndecodable` where it has failed lately; whatever `work` throws.
  public <T> T guard(Sha256 source, @Nullable RenditionSpec spec, Supplier<T> work) {
    FailedWork failed = of(source, spec);
    Instant now = clock.instant();
    if (failed != null && now.isBefore(failed.retryAt())) {
      telemetry.renderRefused();
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

  /// Takes a failure to make something of `media`, which stands.
  public void note(Media media, Failure failure) {
    if (failure instanceof Failure.Undecodable || failure instanceof Failure.StillUndecodable) {
      affected.put(media.id(), media.original().digest());
    }
  }

  /// What has failed of `media`, in no particular order. Other media may have the same source.
  public List<FailedWork> of(Media media) {
    Sha256 source = media.original().digest();
    return source.equals(affected.getIfPresent(media.id())) ? of(source) : List.of();
  }

  /// The ids of the media for which something has failed, at most [#MAX_SOURCES].
  public Set<MediaId> media() {
    affected.asMap().values().removeIf(source -> of(source).isEmpty());
    return Set.copyOf(affected.asMap().keySet());
  }

  /// What has failed of that source, in no particular order.
  public List<FailedWork> of(Sha256 source) {
    Map<String, FailedWork> known = sources.getIfPresent(source);
    return known == null ? List.of() : List.copyOf(known.values());
  }

  /// Forgets what has failed of that source, and says what it was.
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
