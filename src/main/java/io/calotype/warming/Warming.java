package io.calotype.warming;

import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.rendition.Renditions;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Renders ahead of requests.
///
/// A call renders one rendition at a time, with lower priority than requests. At most [#MAX_CALLS]
/// calls run at once. A call starts no rendition after [#LONG_ENOUGH] and returns its progress. The
/// caller can therefore stop at any time, and continue from that point.
public final class Warming {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
  private static final int MAX_CALLS = 4;
  private static final Failure BUSY = new Failure.Overloaded(Duration.ofSeconds(5));

  private final Catalog catalog;
  private final Renditions renditions;
  private final Clock clock;
  private final Duration longEnough;
  private final Semaphore calls = new Semaphore(MAX_CALLS);

  public Warming(Catalog catalog, Renditions renditions, Clock clock) {
    this(catalog, renditions, clock, LONG_ENOUGH);
  }

  /// Creates a warming whose calls start no rendition after `longEnough`.
  Warming(Catalog catalog, Renditions renditions, Clock clock, Duration longEnough) {
    this.longEnough = longEnough;
    this.catalog = catalog;
    this.renditions = renditions;
    this.clock = clock;
  }

  /// Renders what `request` names, as far as one call goes. Blocks.
  ///
  /// Errors: `Overloaded` while [#MAX_CALLS] calls run; a temporary failure of the first rendition.
  public WarmProgress warm(WarmRequest request) {
    if (!calls.tryAcquire()) {
      throw new MediaException(BUSY);
    }
    try {
      return warmed(request);
    } finally {
      calls.release();
    }
  }

  private WarmProgress warmed(WarmRequest request) {
    WarmProgress progress = new WarmProgress(request.skip());
    long begun = System.nanoTime();
    for (MediaId id : request.ids()) {
      for (WarmRequest.Step step : remaining(id, request, progress)) {
        boolean late = System.nanoTime() - begun >= longEnough.toNanos();
        if (late || !prepared(step, progress)) {
          return progress;
        }
      }
      progress.finish();
    }
    return progress;
  }

  /// The remaining renditions of a media; empty if the media no longer exists.
  private List<WarmRequest.Step> remaining(MediaId id, WarmRequest request, WarmProgress progress) {
    return catalog
        .peek(id)
        .filter(this::alive)
        .map(media -> request.steps(media, renditions))
        .map(steps -> steps.subList(Math.min(progress.skip(), steps.size()), steps.size()))
        .orElseGet(() -> {
          progress.addGone();
          return List.of();
        });
  }

  private boolean alive(Media media) {
    return !media.lifetime().over(clock.instant());
  }

  /// Prepares one rendition. Returns false on a temporary failure if the call already has progress
  /// to report.
  private boolean prepared(WarmRequest.Step step, WarmProgress progress) {
    Rendition rendition = step.rendition();
    try {
      progress.addPrepared(renditions.prepare(rendition));
      return true;
    } catch (MediaException refused) {
      if (temporary(refused.failure())) {
        if (progress.nothing()) {
          throw refused;
        }
        return false;
      }
      progress.addFailed(step, refused.failure());
    } catch (RuntimeException bug) {
      EventLog.error(
          "warm.failed", bug, "id", rendition.media().id(), "rendition", rendition.key());
      progress.addFailed(step, null);
    }
    return true;
  }

  /// Whether the failure is temporary and not caused by the picture.
  private static boolean temporary(Failure failure) {
    return failure instanceof Failure.Overloaded
        || failure instanceof Failure.Unavailable
        || failure instanceof Failure.StorageFull;
  }
}
