package io.calotype.rendition;

import io.calotype.cluster.Leases;
import io.calotype.cluster.SharedWork;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionResult;
import io.calotype.store.SharedRenditions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// One render of a rendition at all nodes: single flight across processes.
///
/// A node renders under a lease. The others look in the shared store again and again, at least
/// every [#LONGEST_PAUSE], and take the lease over when its holder has stopped. The holder does not
/// end its lease after it has written the rendition, but lets it expire. So a node that gets a
/// lease, and has looked within [#RECENT], knows that no rendition was written since: otherwise the
/// lease would still be held.
///
/// A lease saves work only. Renders are byte-identical, and a second one changes nothing.
final class ClusterFlight {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

  /// Shorter than a lease lives after its last renewal: two thirds of its duration of a second.
  private static final Duration RECENT = Duration.ofMillis(500);

  /// The longest wait for another node, whose render may have a lower priority.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClusterWork cluster;
  private final SharedRenditions shared;
  private final SharedFetch fetcher;
  private final FailureBackoff failures;

  ClusterFlight(
      ClusterWork cluster, SharedRenditions shared, SharedFetch fetcher, FailureBackoff failures) {
    this.cluster = cluster;
    this.shared = shared;
    this.fetcher = fetcher;
    this.failures = failures;
  }

  /// Returns the result of `render`, or the rendition that another node has made meanwhile.
  ///
  /// Errors: `StillUndecodable` if the render has failed at another node; those of `render`.
  ///
  /// @param looked a time before the last look in the shared store, as [System#nanoTime]
  /// @param render makes the rendition and shares it by its argument
  RenditionResult lead(
      Rendition rendition, long looked, Function<RenderTurn, RenditionResult> render) {
    return cluster.claims()
        ? claimed(rendition, looked, render)
        : render.apply(new RenderTurn(shared, null, cluster.meters()));
  }

  private RenditionResult claimed(
      Rendition rendition, long looked, Function<RenderTurn, RenditionResult> render) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long lastLook = looked;
    Duration pause = FIRST_PAUSE;
    LeaseMeters.Outcome outcome = LeaseMeters.Outcome.GRANTED;
    while (true) {
      Optional<SharedWork.Claim> claim =
          shared.failing() ? Optional.empty() : cluster.claim(rendition);
      switch (claim.orElse(null)) {
        case null -> {
          return alone(LeaseMeters.Outcome.ALONE, render);
        }
        case SharedWork.Claim.Granted(Leases.Lease lease) -> {
          return granted(rendition, lease, lastLook, outcome, render);
        }
        case SharedWork.Claim.Failed(SharedWork.FailureNote note) ->
            throw failures.refused(SourceWork.of(rendition), note);
        case SharedWork.Claim.Busy() -> {
          if (System.nanoTime() - end > 0) {
            return alone(LeaseMeters.Outcome.IMPATIENT, render);
          }
        }
      }
      sleep(pause);
      pause = next(pause);
      outcome = LeaseMeters.Outcome.TAKEN_OVER;
      lastLook = System.nanoTime();
      Optional<RenditionResult> found = fetcher.fetch(rendition);
      if (found.isPresent()) {
        cluster.meters().made(LeaseMeters.Outcome.WAITED);
        return found.get().collapsed();
      }
    }
  }

  private RenditionResult alone(
      LeaseMeters.Outcome reason, Function<RenderTurn, RenditionResult> render) {
    cluster.meters().made(reason);
    return render.apply(new RenderTurn(shared, null, cluster.meters()));
  }

  private RenditionResult granted(
      Rendition rendition,
      Leases.Lease lease,
      long looked,
      LeaseMeters.Outcome outcome,
      Function<RenderTurn, RenditionResult> render) {
    try {
      Optional<RenditionResult> found =
          System.nanoTime() - looked > RECENT.toNanos()
              ? fetcher.fetch(rendition)
              : Optional.empty();
      if (found.isPresent()) {
        lease.close();
        cluster.meters().made(LeaseMeters.Outcome.WAITED);
        return found.get().collapsed();
      }
      cluster.meters().made(outcome);
      return render.apply(new RenderTurn(shared, lease, cluster.meters()));
    } catch (RuntimeException | Error failed) {
      lease.close();
      throw failed;
    }
  }

  private static Duration next(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new MediaException(new Failure.Unavailable(PATIENCE), stopped);
    }
  }
}
