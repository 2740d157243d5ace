package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import io.calotype.rendition.Rendition;
import io.calotype.rendition.Renditions;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Makes renditions before anybody asks for them: `POST /api/admin/warm`.
///
/// A call makes one at a time, after whatever somebody waits for, and a few calls run at once. Each
/// ends after some seconds, and says how far it has come: so a caller can stop at any time, and go
/// on from there.
final class WarmHandler {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
  private static final int MAX_CALLS = 4;
  private static final Failure BUSY = new Failure.Overloaded(Duration.ofSeconds(5));

  private final Catalog catalog;
  private final Renditions renditions;
  private final List<Preset> presets;
  private final Clock clock;
  private final Semaphore calls = new Semaphore(MAX_CALLS);

  WarmHandler(Catalog catalog, Renditions renditions, List<Preset> presets, Clock clock) {
    this.catalog = catalog;
    this.renditions = renditions;
    this.presets = presets;
    this.clock = clock;
  }

  void warm(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        Action.ADMINISTER,
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

  /// What is left to do of a media; nothing of one that is not there any more.
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

  /// False where it cannot be made just now, and something else was done in this call: that is
  /// answered first.
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

  /// Whether it is no fault of the picture, and will pass.
  private static boolean passing(Failure failure) {
    return failure instanceof Failure.Overloaded
        || failure instanceof Failure.Unavailable
        || failure instanceof Failure.StorageFull;
  }
}
