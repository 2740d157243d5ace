package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import io.calotype.cache.OpenEntry;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Priority;
import io.calotype.imaging.RenderMeters;
import io.calotype.imaging.Urgency;
import io.calotype.media.Content;
import io.calotype.media.Media;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.store.CacheLookupReport;
import io.calotype.store.MediaStore;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionCache;
import io.calotype.store.RenditionResult;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds renditions in the caches and renders the missing ones.
public final class Renditions {
  private final RenditionCache renditionCache;
  private final RenditionMaker maker;
  private final MediaStore store;
  private final FailureBackoff failures;
  private final RenderMeters meters;
  private final SharedFetch fetcher;
  private final ClusterFlight cluster;
  private final SingleFlight<CacheKey, Optional<RenditionResult>> fetches =
      new SingleFlight<>(UnaryOperator.identity());
  private final SingleFlight<CacheKey, RenditionResult> flights =
      new SingleFlight<>(RenditionResult::collapsed);

  /// Creates renditions that are read from the cache, or made by `maker` and published.
  public Renditions(
      RenditionCache renditionCache,
      RenditionMaker maker,
      MediaStore store,
      FailureBackoff failures,
      ClusterWork cluster,
      Telemetry telemetry) {
    this.renditionCache = renditionCache;
    this.maker = maker;
    this.store = store;
    this.failures = failures;
    this.meters = new RenderMeters(telemetry);
    this.fetcher = new SharedFetch(renditionCache.shared(), store);
    this.cluster = new ClusterFlight(cluster, renditionCache.shared(), fetcher, failures);
  }

  /// Returns the rendition of `media` that `spec` describes.
  public Rendition describe(Media media, RenditionSpec spec) {
    return maker.describe(media, spec);
  }

  /// Returns the rendition from memory, or null. Counts as one request. Never blocks.
  public @Nullable RenditionResult recent(Rendition rendition) {
    renditionCache.countRequest(rendition.key());
    return renditionCache.recent(rendition.key());
  }

  /// Returns the bytes of the rendition from memory. Counts as one request; if memory does not have
  /// them in that length, returns null and counts nothing. Never blocks.
  public @Nullable ByteBuffer hit(Rendition rendition, long length) {
    return renditionCache.hit(rendition.key(), length);
  }

  /// Returns the rendition's open file, after [#recent] has found nothing; null if it is not open.
  /// Counts nothing: see [#countOpenHit]. Never blocks.
  public @Nullable OpenEntry findOpen(Rendition rendition) {
    return renditionCache.findOpen(rendition.key());
  }

  /// Counts a hit of a file of `length` bytes that [#findOpen] has returned. Never blocks.
  public void countOpenHit(Rendition rendition, long length) {
    renditionCache.countOpenHit(rendition.key(), length);
  }

  /// Like [#findOpen], without [#recent] before it: null if memory has the rendition.
  public @Nullable OpenEntry findOpenOnly(Rendition rendition) {
    return renditionCache.inMemory(rendition.key()) ? null : findOpen(rendition);
  }

  /// Counts a request and a hit of a file that [#findOpenOnly] has returned. Never blocks.
  public void countOpenHitOnly(Rendition rendition, long length) {
    renditionCache.countRequest(rendition.key());
    countOpenHit(rendition, length);
  }

  /// Returns whether memory or the disk index holds it, without disk I/O. Never blocks.
  boolean known(Rendition rendition) {
    return renditionCache.known(rendition.key());
  }

  /// Looks it up on disk and in the shared store, so that [#known] is accurate afterwards. Blocks.
  ///
  /// Errors: `NotFound` if the media was deleted meanwhile.
  void look(Rendition rendition) {
    if (renditionCache.find(rendition.key()).isEmpty()) {
      var _ = fetcher.fetch(rendition);
    }
  }

  /// Reports its state in the caches. Does not count as a use. Blocks.
  public CacheLookupReport traces(Rendition rendition) {
    return renditionCache.traces(rendition);
  }

  /// Renders a missing rendition ahead of requests, at background priority; returns whether it did.
  /// Counts as no miss. A concurrent interactive request raises the priority. Blocks.
  ///
  /// Errors: those of [#find].
  public boolean prepare(Rendition rendition) {
    return !renditionCache.holds(rendition.key()) && !prepared(rendition).hit();
  }

  private RenditionResult prepared(Rendition rendition) {
    Urgency urgency = Urgency.of(Priority.BACKGROUND);
    return share(rendition, urgency, () -> inBackground(rendition, urgency));
  }

  private RenditionResult inBackground(Rendition rendition, Urgency urgency) {
    long looked = System.nanoTime();
    try {
      return fetcher.fetch(rendition).orElseGet(() -> madeOrFound(rendition, urgency, looked));
    } catch (MediaException refused) {
      throw refused.failure() instanceof Failure.Overloaded ? new PutOff(refused) : refused;
    }
  }

  /// Returns a rendition from a cache or from a renderer. Blocks. A returned file may be gone when
  /// it is opened; the caller then calls [#forget] and retries.
  ///
  /// Errors: `NotFound` if the media was deleted meanwhile, those of [RenditionMaker#make], and any
  /// exception of `charge`, which pays before a render.
  public RenditionResult find(Rendition rendition, Charge charge) {
    long looked = System.nanoTime();
    return renditionCache
        .find(rendition.key())
        .or(() -> fetched(rendition))
        .orElseGet(() -> shared(rendition, charge, looked));
  }

  /// Looks for the rendition of another node.
  private Optional<RenditionResult> fetched(Rendition rendition) {
    Optional<RenditionResult> found =
        fetches.share(rendition.key(), () -> fetcher.fetch(rendition));
    if (found.isPresent()) {
      renditionCache.sharedHit();
    }
    return found;
  }

  private RenditionResult shared(Rendition rendition, Charge charge, long looked) {
    charge.pay();
    Urgency urgency = Urgency.of(Priority.INTERACTIVE);
    Supplier<RenditionResult> work = () -> madeOrFound(rendition, urgency, looked);
    try {
      return flights.share(rendition.key(), urgency, work);
    } catch (PutOff notForUs) {
      return share(rendition, urgency, work);
    }
  }

  private RenditionResult share(
      Rendition rendition, Urgency urgency, Supplier<RenditionResult> work) {
    try {
      return flights.share(rendition.key(), urgency, work);
    } catch (PutOff putOff) {
      throw putOff.refusal;
    }
  }

  /// A background render was refused. An interactive caller retries with its own priority.
  private static final class PutOff extends RuntimeException {
    private final MediaException refusal;

    PutOff(MediaException refusal) {
      super(refusal);
      this.refusal = refusal;
    }
  }

  /// Retries the failed renditions of `media` until one fails again. Blocks.
  ///
  /// Errors: those of [#find] except `Undecodable`.
  public void retry(Media media, Charge charge) {
    try {
      failures.forget(media.original().digest()).stream()
          .map(FailedWork::spec)
          .filter(Objects::nonNull)
          .forEach(spec -> find(describe(media, spec), charge));
    } catch (MediaException e) {
      if (!(e.failure() instanceof Failure.Undecodable)) {
        throw e;
      }
    }
  }

  /// Opens a file that was found.
  ///
  /// Errors: those of [RenditionCache#open(Content.InFile)].
  public OpenEntry open(Rendition rendition, Content.InFile entry) throws IOException {
    return renditionCache.open(rendition.key(), entry);
  }

  /// Removes a file from the index that was missing or incomplete when it was opened.
  public void forget(Rendition rendition) {
    renditionCache.forget(rendition.key());
  }

  /// Looks up the caches again: an earlier render may have ended since the first lookup.
  private RenditionResult madeOrFound(Rendition rendition, Urgency urgency, long looked) {
    return renditionCache.find(rendition.key()).orElseGet(() -> made(rendition, urgency, looked));
  }

  private RenditionResult made(Rendition rendition, Urgency urgency, long looked) {
    if (urgency.priority() == Priority.INTERACTIVE) {
      renditionCache.missed();
      EventLog.info("miss", "id", rendition.media().id(), "rendition", rendition.key());
    }
    long begun = System.nanoTime();
    try {
      return guarded(rendition, urgency, looked);
    } catch (MediaException failed) {
      if (failed.failure() instanceof Failure.Broken) {
        store.requireStored(rendition.media());
        maker.note(rendition.media(), failed.failure());
      }
      if (failures.note(rendition.media(), failed.failure())) {
        noteFailure(rendition.media());
      }
      report(rendition, failed.failure(), since(begun));
      throw failed;
    } catch (RuntimeException failed) {
      store.requireStored(rendition.media()); // a removal may have taken the original away
      throw failed;
    }
  }

  /// Adds an event. The client receives the failure itself, also if the event cannot be written.
  private void noteFailure(Media media) {
    try {
      store.noteFailure(media);
    } catch (MediaException away) {
      EventLog.debug("event.lost", "type", "failed", "id", media.id());
    }
  }

  /// A failure is remembered before the lease ends: the next holder of the lease must know of it.
  private RenditionResult guarded(Rendition rendition, Urgency urgency, long looked) {
    SourceWork work = SourceWork.of(rendition);
    failures.require(work);
    RenditionResult result =
        cluster.lead(
            rendition,
            looked,
            turn -> failures.noting(work, () -> render(rendition, urgency, turn)));
    failures.succeeded(work);
    return result;
  }

  private RenditionResult render(Rendition rendition, Urgency urgency, RenderTurn turn) {
    long begun = System.nanoTime();
    RenditionCollector collector = new RenditionCollector(rendition, store);
    render(rendition, urgency, collector);
    if (collector.lostToDisk()) {
      collector.keepInMemory();
      render(rendition, urgency, collector);
    }
    Content content = collector.content();
    turn.share(rendition, content, renditionCache::open);
    Duration took = since(begun);
    meters.rendered(rendition.spec().format().extension(), took);
    EventLog.info(
        "rendered",
        "id",
        rendition.media().id(),
        "rendition",
        rendition.key(),
        "bytes",
        content.length(),
        "ms",
        took.toMillis(),
        "lease",
        turn.lease() != null);
    return new RenditionResult(content, RenditionResult.Origin.RENDERED, took);
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void render(Rendition rendition, Urgency urgency, RenditionCollector collector) {
    maker.make(rendition, urgency, collector);
    collector.publish();
  }

  private void report(Rendition rendition, Failure failure, Duration took) {
    if (failure instanceof Failure.Undecodable) {
      meters.failed();
    }
    String reason = failure.getClass().getSimpleName();
    EventLog.warn(
        "failed",
        "id",
        rendition.media().id(),
        "rendition",
        rendition.key(),
        "reason",
        reason,
        "ms",
        took.toMillis());
  }
}
