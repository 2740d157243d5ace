package io.calotype.http.api;

import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.exchange.Problem;
import io.calotype.http.exchange.Problems;
import io.calotype.json.JsonOutput;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import io.calotype.rendition.Renditions;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Renders ahead of requests: `POST /api/admin/warm`.
///
/// A call renders one rendition at a time, with lower priority than requests. At most [#MAX_CALLS]
/// calls run at once. A call starts no rendition after [#LONG_ENOUGH] and returns its progress. The
/// caller can therefore stop at any time, and continue from that point.
public final class WarmHandler {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
  private static final int MAX_CALLS = 4;
  private static final Failure BUSY = new Failure.Overloaded(Duration.ofSeconds(5));

  private final Catalog catalog;
  private final Renditions renditions;
  private final List<Preset> presets;
  private final Clock clock;
  private final Semaphore calls = new Semaphore(MAX_CALLS);

  public WarmHandler(Catalog catalog, Renditions renditions, List<Preset> presets, Clock clock) {
    this.catalog = catalog;
    this.renditions = renditions;
    this.presets = presets;
    this.clock = clock;
  }

  public void warm(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          WarmRequest order = WarmRequest.read(body, presets);
          if (!calls.tryAcquire()) {
            throw new MediaException(BUSY);
          }
          try {
            WarmProgress warmed = warmed(order);
            exchange.json(200, JsonOutput.bytes(warmed::write));
          } finally {
            calls.release();
          }
        });
  }

  private WarmProgress warmed(WarmRequest order) {
    WarmProgress warmed = new WarmProgress(order.skip());
    long begun = System.nanoTime();
    for (MediaId id : order.ids()) {
      for (WarmRequest.Step step : remaining(id, order, warmed)) {
        boolean late = System.nanoTime() - begun >= LONG_ENOUGH.toNanos();
        if (late || !prepared(step, warmed)) {
          return warmed;
        }
      }
      warmed.finish();
    }
    return warmed;
  }

  /// The remaining renditions of a media; empty if the media no longer exists.
  private List<WarmRequest.Step> remaining(MediaId id, WarmRequest order, WarmProgress warmed) {
    return catalog
        .peek(id)
        .filter(this::alive)
        .map(media -> order.steps(media, renditions))
        .map(steps -> steps.subList(Math.min(warmed.skip(), steps.size()), steps.size()))
        .orElseGet(() -> {
          warmed.gone();
          return List.of();
        });
  }

  private boolean alive(Media media) {
    return media.lifetime().expires() == null || !media.lifetime().over(clock.instant());
  }

  /// Prepares one rendition. Returns false on a temporary failure if the call already has progress
  /// to report.
  private boolean prepared(WarmRequest.Step step, WarmProgress warmed) {
    Rendition rendition = step.rendition();
    try {
      warmed.prepared(renditions.prepare(rendition));
      return true;
    } catch (MediaException refused) {
      if (passing(refused.failure())) {
        if (warmed.nothing()) {
          throw refused;
        }
        return false;
      }
      warmed.failed(step, Problems.of(refused.failure()).problem());
    } catch (RuntimeException bug) {
      EventLog.error(
          "warm.failed", bug, "id", rendition.media().id(), "rendition", rendition.key());
      warmed.failed(step, Problem.INTERNAL);
    }
    return true;
  }

  /// Whether the failure is temporary and not caused by the picture.
  private static boolean passing(Failure failure) {
    return failure instanceof Failure.Overloaded
        || failure instanceof Failure.Unavailable
        || failure instanceof Failure.StorageFull;
  }
}
