package io.calotype.rendition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.cache.CacheKey;
import io.calotype.catalog.Catalog;
import io.calotype.cluster.WorkQueue;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.media.transformation.CanonicalSpec;
import io.calotype.media.transformation.Format;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Upgrades as tasks in a queue of all nodes. A node takes one at a time, while no client waits for
/// its renderers. The others fetch the result from the shared store.
///
/// The text of a task is the key of its rendition, `<id>/<spec>-<fingerprint>.avif`. A task whose
/// media was removed or replaced, or that a node with another encoder added, is void: the
/// fingerprint differs.
final class SharedUpgrades implements UpgradeWork {
  /// The maximum number of tasks. Further ones are dropped, and later requests trigger them again.
  static final int MAX_WAITING = 1_000;

  /// The maximum number of holds: that of the node that adds the task, and five executions. A
  /// picture that stops its nodes is given up then.
  static final int MAX_TRIES = 6;

  static final String QUEUE = "avif";
  private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final int MAX_ORDERED = 10_000;
  private static final Duration ORDERED = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration RENEWAL = WorkQueue.HOLD.dividedBy(3);

  /// The time for which this node remembers the waiting tasks. To read 1,000 of them occupies Redis
  /// for a millisecond, and popular pictures ask every five seconds until they are made.
  private static final Duration REMEMBERED = Duration.ofSeconds(2);

  private final Cache<CacheKey, Boolean> ordered =
      Caffeine.newBuilder()
          .maximumSize(MAX_ORDERED)
          .expireAfterWrite(ORDERED)
          .executor(Runnable::run)
          .build();

  /// The texts of the waiting tasks, under one key.
  private final Cache<String, Set<String>> remembered =
      Caffeine.newBuilder()
          .maximumSize(1)
          .expireAfterWrite(REMEMBERED)
          .executor(Runnable::run)
          .build();

  private final ScheduledExecutorService worker =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("upgrades-", 0).factory());
  private final WorkQueue queue;
  private final Catalog catalog;
  private final Renditions renditions;
  private final BooleanSupplier crowded;
  private final UpgradeMeters meters;

  /// @param crowded whether clients wait for a renderer of this node
  SharedUpgrades(
      WorkQueue queue,
      Catalog catalog,
      Renditions renditions,
      BooleanSupplier crowded,
      Telemetry telemetry) {
    this.queue = queue;
    this.catalog = catalog;
    this.renditions = renditions;
    this.crowded = crowded;
    this.meters = new UpgradeMeters(telemetry);
  }

  @Override
  public void begin() {
    var _ =
        worker.scheduleWithFixedDelay(
            this::work, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean due(Rendition rendition) {
    return ordered.getIfPresent(rendition.key()) == null;
  }

  /// Fetches `rendition` if a node has made it; otherwise adds its task, unless it waits already.
  @Override
  public void make(Rendition rendition) {
    ordered.put(rendition.key(), true);
    String text = rendition.key().toString();
    if (!wanted(text, remembered.get(QUEUE, _ -> waiting()))) {
      return;
    }
    renditions.look(rendition);
    if (renditions.known(rendition)) {
      return;
    }
    Set<String> now = waiting();
    remembered.put(QUEUE, now);
    if (wanted(text, now)) {
      queue.release(List.of(queue.add(text)));
    }
  }

  private static boolean wanted(String text, Set<String> waiting) {
    return waiting.size() < MAX_WAITING && !waiting.contains(text);
  }

  private Set<String> waiting() {
    return queue.waiting(EVER).stream().map(WorkQueue.Task::text).collect(Collectors.toSet());
  }

  private void work() {
    try {
      boolean more = true;
      while (more && !crowded.getAsBoolean()) {
        more = workedOnce();
      }
    } catch (MediaException away) { // the hold of the task ends
      EventLog.debug("upgrade.put-off", "cause", away);
    } catch (RuntimeException failed) { // an exception would end the work
      EventLog.error("upgrade.failed", failed);
    }
  }

  /// Executes a task. Returns whether there may be another one for this node.
  ///
  /// Errors: those of [WorkQueue] and [Catalog].
  boolean workedOnce() {
    List<WorkQueue.Claimed> claimed = queue.claim(1);
    if (claimed.isEmpty()) {
      return false;
    }
    WorkQueue.Task task = claimed.getFirst().task();
    if (claimed.getFirst().tries() > MAX_TRIES) {
      queue.bury(task);
      meters.ended(UpgradeMeters.Outcome.BURIED);
      EventLog.warn("upgrade.buried", "rendition", task.text());
      return true;
    }
    Optional<Rendition> rendition = rendition(task.text());
    return rendition.isPresent()
        ? made(task, rendition.get())
        : ended(task, UpgradeMeters.Outcome.VOID);
  }

  private boolean made(WorkQueue.Task task, Rendition rendition) {
    Future<?> renewal =
        worker.scheduleAtFixedRate(
            () -> renew(task), RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    try {
      boolean made = renditions.prepare(rendition);
      return ended(task, made ? UpgradeMeters.Outcome.MADE : UpgradeMeters.Outcome.FOUND);
    } catch (MediaException refused) {
      EventLog.debug("upgrade.refused", "rendition", task.text());
      return ended(task, UpgradeMeters.Outcome.REFUSED)
          && !(refused.failure() instanceof Failure.Overloaded);
    } finally {
      renewal.cancel(false);
    }
  }

  private boolean ended(WorkQueue.Task task, UpgradeMeters.Outcome outcome) {
    queue.complete(task);
    meters.ended(outcome);
    return true;
  }

  private void renew(WorkQueue.Task task) {
    try {
      queue.renew(List.of(task));
    } catch (MediaException away) {
      EventLog.debug("upgrade.not-renewed", "rendition", task.text());
    }
  }

  /// Returns the rendition with the key `text`; empty if none has it now.
  private Optional<Rendition> rendition(String text) {
    int slash = text.indexOf('/');
    int dash = text.lastIndexOf('-');
    if (slash < 0 || dash < slash) {
      return Optional.empty();
    }
    return MediaId.parse(text.substring(0, slash))
        .flatMap(catalog::peek)
        .flatMap(media ->
            CanonicalSpec.parse(text.substring(slash + 1, dash), Format.AVIF)
                .map(spec -> renditions.describe(media, spec)))
        .filter(rendition -> rendition.key().toString().equals(text));
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
