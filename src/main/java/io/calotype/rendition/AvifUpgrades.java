package io.calotype.rendition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.cache.CacheKey;
import io.calotype.failure.MediaException;
import io.calotype.media.RenditionSpec;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Makes renditions that are slow to make, and better, in the background: those that are asked for
/// again and again.
///
/// The first wish has a look at the disk; the [#HOT]th within an hour has it made. One is made at a
/// time, after everybody who waits, and no more than [#MAX_PENDING] are remembered: what is hot is
/// wished for again.
public final class AvifUpgrades {
  private static final int HOT = 3;
  private static final int MAX_PENDING = 100;
  private static final int MAX_COUNTED = 50_000;

  /// Larger ones take a renderer for seconds.
  private static final long MAX_PIXELS = 4_000_000;

  private final Renditions renditions;
  private final Cache<CacheKey, AtomicInteger> wishes =
      Caffeine.newBuilder()
          .maximumSize(MAX_COUNTED)
          .expireAfterWrite(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();
  private final Set<CacheKey> pending = ConcurrentHashMap.newKeySet();
  private final Semaphore turn = new Semaphore(1);

  /// Upgrades among `renditions`.
  public AvifUpgrades(Renditions renditions) {
    this.renditions = renditions;
  }

  /// Whether `spec` is such that a still picture in a slow format is worth its making.
  public boolean worth(RenditionSpec spec) {
    return !spec.moving() && spec.size().pixels() <= MAX_PIXELS;
  }

  /// Whether `rendition` is in a cache. If not, it is wished for, and made once the caller has
  /// `paid`. Never blocks.
  public boolean there(Rendition rendition, BooleanSupplier paid) {
    if (renditions.known(rendition)) {
      return true;
    }
    int count = wishes.get(rendition.key(), key -> new AtomicInteger()).incrementAndGet();
    if (count == 1) {
      later(rendition, () -> true, () -> renditions.look(rendition));
    } else if (count >= HOT) {
      later(rendition, paid, () -> make(rendition));
    }
    return false;
  }

  /// Starts `work` where a place is free and the caller has `paid`. The place is taken first: one
  /// caller pays, and only for work that begins.
  private void later(Rendition rendition, BooleanSupplier paid, Runnable work) {
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

  private void make(Rendition rendition) {
    turn.acquireUninterruptibly();
    try {
      renditions.prepare(rendition);
    } catch (MediaException refused) { // and wished for again
      EventLog.debug("upgrade.refused", "rendition", rendition.key());
    } catch (RuntimeException failed) {
      EventLog.error("upgrade.failed", failed, "rendition", rendition.key());
    } finally {
      turn.release();
      wishes.invalidate(rendition.key());
    }
  }
}
