package io.calotype.http.exchange;

import io.calotype.telemetry.EventLog;
import io.vertx.core.Context;
import java.util.concurrent.RejectedExecutionException;

/// Tasks that other threads pass to an event loop.
public final class LoopTasks {
  private LoopTasks() {}

  /// Runs `task` on `loop` later. Drops it if the server has stopped meanwhile: the connection that
  /// it would use is closed. May be called by any thread.
  public static void run(Context loop, Runnable task) {
    try {
      loop.runOnContext(ignored -> task.run());
    } catch (RejectedExecutionException stopped) {
      EventLog.debug("loop.stopped");
    }
  }
}
