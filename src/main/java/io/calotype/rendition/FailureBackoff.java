package io.calotype.rendition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.cluster.SharedWork;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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
/// until the program ends.
///
/// Several nodes remember failures together (ADR-0044). A picture that cannot be decoded costs two
/// renderers, not one at each node. A node that knows of a shared failure asks every 10 seconds
/// whether it still holds.
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

  /// Runs `action`, which does `work`, unless the work failed recently.
  ///
  /// Errors: `StillUndecodable` during the pause; any exception of `action`.
  public <T> T guard(SourceWork work, Supplier<T> action) {
    require(work);
    T result = noting(work, action);
    succeeded(work);
    return result;
  }

  /// Errors: `StillUndecodable` if `work` failed recently. A render that claims its work learns of
  /// failures at other nodes by the claim.
  void require(SourceWork work) {
    FailedWork failed = known(work);
    Instant now = clock.instant();
    boolean paused = failed != null && now.isBefore(failed.retryAt());
    if (failed != null && now.isBefore(failed.validUntil())) {
      throw refusal(Duration.between(now, failed.retryAt()));
    }
    if (!paused && work.spec() != null && others.claims()) {
      return;
    }
    switch (others.failure(work)) {
      case ClusterWork.FailureAnswer.Failed(SharedWork.FailureNote note) ->
          throw refused(work, note);
      case ClusterWork.FailureAnswer.NotFailed() -> {
        if (paused) {
          var _ = forgotten(work); // a retry or a success at another node has lifted it
        }
      }
      case ClusterWork.FailureAnswer.Unanswered() -> {
        if (failed != null && paused) {
          throw refusal(Duration.between(now, failed.retryAt()));
        }
      }
    }
  }

  /// Runs `action`, which does `work`, and remembers its failure.
  ///
  /// Errors: any exception of `action`.
  <T> T noting(SourceWork work, Supplier<T> action) {
    try {
      return action.get();
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.Undecodable) {
        remember(work);
      }
      throw e;
    }
  }

  /// Forgets failures of `work`, whose result is there.
  void succeeded(SourceWork work) {
    if (forgotten(work)) {
      others.forget(work);
    }
  }

  private MediaException refusal(Duration left) {
    meters.refused();
    return new MediaException(new Failure.StillUndecodable(left));
  }

  /// Remembers work that has failed at another node. Returns the refusal.
  MediaException refused(SourceWork work, SharedWork.FailureNote note) {
    Instant now = clock.instant();
    put(work, before -> FailedWork.elsewhere(before, work.spec(), now, note));
    return refusal(note.left());
  }

  /// Records that work on `media`, a stored media, has failed. Returns whether it is the first
  /// failure of this media: no other work of it has failed, and this one not before.
  public boolean note(Media media, Failure failure) {
    if (failure instanceof Failure.Undecodable || failure instanceof Failure.StillUndecodable) {
      affected.put(media.id(), media.original().digest());
    }
    List<FailedWork> failed = of(media.original().digest());
    return failure instanceof Failure.Undecodable
        && failed.size() == 1
        && failed.getFirst().tries() == 1;
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

  /// Removes and returns the failed work of that source. Other nodes forget all failures of the
  /// source, also those that this node does not know of, within 10 seconds.
  public Collection<FailedWork> forget(Sha256 source) {
    Map<String, FailedWork> known = sources.asMap().remove(source);
    others.forgetAll(source);
    return known == null ? List.of() : known.values();
  }

  private @Nullable FailedWork known(SourceWork work) {
    Map<String, FailedWork> known = sources.getIfPresent(work.source());
    return known == null ? null : known.get(work.name());
  }

  /// Forgets a failure at this node. Returns whether there was one.
  private boolean forgotten(SourceWork work) {
    boolean failed = known(work) != null;
    if (failed) {
      sources
          .asMap()
          .computeIfPresent(
              work.source(),
              (_, all) -> {
                all.remove(work.name());
                return all.isEmpty() ? null : all;
              });
    }
    return failed;
  }

  private void remember(SourceWork work) {
    OptionalInt counted = others.fail(work);
    Instant now = clock.instant();
    put(work, before -> FailedWork.after(before, work.spec(), now, counted));
  }

  private void put(SourceWork work, Function<@Nullable FailedWork, FailedWork> next) {
    sources
        .asMap()
        .compute(
            work.source(),
            (_, known) -> {
              Map<String, FailedWork> all = known == null ? new ConcurrentHashMap<>() : known;
              all.compute(work.name(), (_, before) -> next.apply(before));
              return all;
            });
  }
}
