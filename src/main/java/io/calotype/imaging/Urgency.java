package io.calotype.imaging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// The priority of one render, which rises when a more urgent request joins it.
///
/// Threads: any.
public final class Urgency {
  private final AtomicReference<Priority> priority;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  private Urgency(Priority priority) {
    this.priority = new AtomicReference<>(priority);
  }

  /// A render whose initial priority is `priority`.
  public static Urgency of(Priority priority) {
    return new Urgency(priority);
  }

  /// The current priority.
  public Priority priority() {
    return priority.get();
  }

  /// Raises the priority to `raised`, unless it is at least as urgent already.
  public void raise(Priority raised) {
    Priority before =
        priority.getAndUpdate(current -> raised.compareTo(current) < 0 ? raised : current);
    if (raised.compareTo(before) < 0) {
      watchers.forEach(Runnable::run);
    }
  }

  /// Runs `risen` whenever the priority rises, until [#unwatch].
  public void watch(Runnable risen) {
    watchers.add(risen);
  }

  /// Ends a [#watch].
  public void unwatch(Runnable risen) {
    watchers.remove(risen);
  }
}
