package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import io.calotype.failure.MediaException;
import io.calotype.media.RenditionSpec;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Generates AVIF renditions of popular pictures in the background.
///
/// The first request for a rendition looks it up on disk and in the shared store. The [#HOT]th
/// request within an hour renders it at background priority, or fetches it if another node has made
/// it. The requests at all nodes count. One upgrade runs at a time. At most [#MAX_PENDING] are
/// pending; further ones are dropped, and a later request triggers them again.
public final class AvifUpgrades {
  private static final int HOT = 3;
  private static final int MAX_PENDING = 100;

  /// Larger pictures occupy a renderer for seconds.
  private static final long MAX_PIXELS = 4_000_000;

  private final Renditions renditions;
  private final RequestCounts requests;
  private final Set<CacheKey> pending = ConcurrentHashMap.newKeySet();
  private final Semaphore turn = new Semaphore(1);

  /// Creates the upgrades for `renditions`.
  ///
  /// @param requests counts the requests for each
  public AvifUpgrades(Renditions renditions, RequestCounts requests) {
    this.renditions = renditions;
    this.requests = requests;
  }

  /// Returns whether an AVIF of `spec` is worth its cost: a still picture of at most [#MAX_PIXELS].
  public boolean worth(RenditionSpec spec) {
    return !spec.animated() && spec.size().pixels() <= MAX_PIXELS;
  }

  /// Returns whether `rendition` is known to be cached. Never blocks.
  public boolean ready(Rendition rendition) {
    return renditions.known(rendition);
  }

  /// Counts a request for `rendition`, which is not ready. May start a background render, for which
  /// the caller pays. Never blocks.
  public void request(Rendition rendition, Charge charge) {
    int count = requests.add(rendition.key());
    if (count == 1) {
      start(rendition, () -> true, () -> look(rendition));
    } else if (count >= HOT) {
      start(rendition, charge::tryPay, () -> make(rendition));
    }
  }

  /// Starts `work` if a pending place is free and `paid` returns true. The place is taken first:
  /// the caller pays only for work that starts.
  private void start(Rendition rendition, BooleanSupplier paid, Runnable work) {
    CacheKey key = rendition.key();
    if (pending.size() >= MAX_PENDING || !pending.add(key)) {
      return;
    }
    if (paid.getAsBoolean()) {
      Thread.startVirtualThread(() -> releasing(key, work));
    } else {
      pending.remove(key);
    }
  }

  private void releasing(CacheKey key, Runnable work) {
    try {
      work.run();
    } finally {
      pending.remove(key);
    }
  }

  private void look(Rendition rendition) {
    try {
      renditions.look(rendition);
    } catch (MediaException deleted) {
      EventLog.debug("upgrade.refused", "rendition", rendition.key());
    }
  }

  private void make(Rendition rendition) {
    turn.acquireUninterruptibly();
    try {
      renditions.prepare(rendition);
    } catch (MediaException refused) { // a later request triggers it again
      EventLog.debug("upgrade.refused", "rendition", rendition.key());
    } catch (RuntimeException failed) {
      EventLog.error("upgrade.failed", failed, "rendition", rendition.key());
    } finally {
      turn.release();
      requests.forget(rendition.key());
    }
  }
}
