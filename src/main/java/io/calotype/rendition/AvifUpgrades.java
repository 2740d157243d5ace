package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import io.calotype.failure.MediaException;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Generates AVIF renditions of popular pictures in the background.
///
/// The first request for a rendition looks it up on disk and in the shared store. The [#HOT]th
/// request within an hour renders it at background priority, or fetches it if another node has made
/// it. The requests at all nodes count. One upgrade runs at a time at a node; with shared
/// renditions, any node may take it. At most [#MAX_PENDING] are pending; further ones are dropped,
/// and a later request triggers them again.
public final class AvifUpgrades {
  private static final int HOT = 3;
  private static final int MAX_PENDING = 100;

  /// Larger pictures occupy a renderer for seconds.
  private static final long MAX_PIXELS = 4_000_000;

  private final Renditions renditions;
  private final RequestCounts requests;
  private final Set<CacheKey> pending = ConcurrentHashMap.newKeySet();
  private final UpgradeWork work;

  /// Creates the upgrades for `renditions`.
  ///
  /// @param requests counts the requests for each
  /// @param work generates them
  public AvifUpgrades(Renditions renditions, RequestCounts requests, UpgradeWork work) {
    this.renditions = renditions;
    this.work = work;
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
    } else if (count >= HOT && work.due(rendition)) {
      start(rendition, charge::tryPay, () -> make(rendition));
    }
  }

  /// Starts `task` if a pending place is free and `paid` returns true. The place is taken first:
  /// the caller pays only for work that starts.
  private void start(Rendition rendition, BooleanSupplier paid, Runnable task) {
    CacheKey key = rendition.key();
    if (pending.size() >= MAX_PENDING || !pending.add(key)) {
      return;
    }
    if (paid.getAsBoolean()) {
      Thread.startVirtualThread(() -> releasing(key, task));
    } else {
      pending.remove(key);
    }
  }

  private void releasing(CacheKey key, Runnable task) {
    try {
      task.run();
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
    try {
      work.make(rendition);
    } catch (MediaException refused) { // a later request triggers it again
      EventLog.debug("upgrade.refused", "rendition", rendition.key());
    } catch (RuntimeException failed) {
      EventLog.error("upgrade.failed", failed, "rendition", rendition.key());
    } finally {
      requests.forget(rendition.key());
    }
  }
}
