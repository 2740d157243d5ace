package io.calotype.rendition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.cluster.SharedWork;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Backs off from work that failed on a source, so that an undecodable picture does not occupy a
/// renderer on every request.
///
/// The pause after the first failure is [#FIRST_PAUSE]. It doubles with each further failure, up to
/// [#LONGEST_PAUSE]. The first failure of an upload causes no pause. The state lives in memory
/// until the program ends. Other nodes remember it too, for the time of the pause, and count
/// failures together: a picture that cannot be decoded costs one renderer, not one at each node.
public final class FailureBackoff {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final int MAX_SOURCES = 10_000;

  private final ClusterWork others;
  private final BackoffMeters meters;
  private final Clock clock;
  private final Cache<Sha256, Map<String, FailedWork>> sources =
      Caffeine.newBuilder().maximumSize(MAX_SOURCES).executor(Runnable::run).build();

  /// The media with failed work, each with the digest of its source.
  private final Cache<MediaId, Sha256> affected =
      Caffeine.newBuilder().maximumSize(MAX_SOURCES).executor(Runnable::run).build();

  /// Creates a backoff without failures.
  ///
  /// @param others remembers the failures of other nodes
  public FailureBackoff(ClusterWork others, Telemetry telemetry, Clock clock) {
    this.others = others;
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
    requireNoFailure(source, spec);
    try {
      T result = work.get();
      if (forget(source, spec)) {
        others.forget(source, spec);
      }
      return result;
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.Undecodable) {
        remember(source, spec);
      }
      throw e;
    }
  }

  /// A render that claims its work learns of failures by the same call.
  private void requireNoFailure(Sha256 source, @Nullable RenditionSpec spec) {
    FailedWork failed = of(source, spec);
    Instant now = clock.instant();
    if (failed != null && now.isBefore(failed.retryAt())) {
      throw refusal(Duration.between(now, failed.retryAt()));
    }
    Optional<SharedWork.FailureNote> elsewhere =
        spec == null || !others.claims() ? others.failure(source, spec) : Optional.empty();
    if (elsewhere.isPresent()) {
      throw refused(source, spec, elsewhere.get());
    }
  }

  private MediaException refusal(Duration left) {
    meters.refused();
    return new MediaException(new Failure.StillUndecodable(left));
  }

  /// Remembers work that has failed at another node. Returns the refusal.
  MediaException refused(Sha256 source, @Nullable RenditionSpec spec, SharedWork.FailureNote note) {
    Instant now = clock.instant();
    put(source, spec, before -> FailedWork.elsewhere(before, spec, now, note));
    return refusal(note.left());
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
    if (known == null) {
      return List.of();
    }
    known.values().forEach(failed -> others.forget(source, failed.spec()));
    return known.values();
  }

  private @Nullable FailedWork of(Sha256 source, @Nullable RenditionSpec spec) {
    Map<String, FailedWork> known = sources.getIfPresent(source);
    return known == null ? null : known.get(ClusterWork.name(spec));
  }

  /// Returns whether there was a failure.
  private boolean forget(Sha256 source, @Nullable RenditionSpec spec) {
    Map<String, FailedWork> known = sources.getIfPresent(source);
    boolean failed = known != null && known.containsKey(ClusterWork.name(spec));
    if (failed) {
      sources
          .asMap()
          .computeIfPresent(
              source,
              (_, all) -> {
                all.remove(ClusterWork.name(spec));
                return all.isEmpty() ? null : all;
              });
    }
    return failed;
  }

  private void remember(Sha256 source, @Nullable RenditionSpec spec) {
    int tries = others.fail(source, spec);
    Instant now = clock.instant();
    put(source, spec, before -> FailedWork.after(before, spec, now, tries));
  }

  private void put(
      Sha256 source,
      @Nullable RenditionSpec spec,
      Function<@Nullable FailedWork, FailedWork> next) {
    sources
        .asMap()
        .compute(
            source,
            (_, known) -> {
              Map<String, FailedWork> all = known == null ? new ConcurrentHashMap<>() : known;
              all.compute(ClusterWork.name(spec), (_, before) -> next.apply(before));
              return all;
            });
  }
}
