package io.calotype.http.connection;

import io.calotype.telemetry.Telemetry;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// The connections of all event loops together.
///
/// Threads: any. Each loop's connections are accessed on that loop only.
public final class ConnectionLimit {
  private final AtomicInteger count = new AtomicInteger();
  private final List<Member> members = new CopyOnWriteArrayList<>();

  private final int max;
  private final ConnectionMeters meters;

  /// The connections of one event loop.
  private record Member(LoopConnections connections, Executor loop) {}

  /// Creates a limit of `max` open connections.
  public ConnectionLimit(int max, Telemetry telemetry) {
    this.max = max;
    this.meters = new ConnectionMeters(telemetry);
    meters.observe(count::get);
  }

  /// Adds one connection. Returns whether there are more than the limit now.
  boolean add() {
    return count.incrementAndGet() > max;
  }

  /// Counts a connection that the server closed for `reason`.
  void closed(String reason) {
    meters.closed(reason);
  }

  /// Removes one connection from the count.
  void remove() {
    count.decrementAndGet();
  }

  /// Adds the connections of an event loop. `loop` runs tasks on it.
  public void join(LoopConnections connections, Executor loop) {
    members.add(new Member(connections, loop));
  }

  /// Closes an idle connection of a loop other than that of `asking`. Runs `otherwise` on the loop
  /// of `asking` if there is none.
  void makeRoom(LoopConnections asking, Runnable otherwise) {
    ask(members.iterator(), asking, otherwise);
  }

  private void ask(Iterator<Member> rest, LoopConnections asking, Runnable otherwise) {
    while (rest.hasNext()) {
      Member next = rest.next();
      if (next.connections() != asking) {
        next.loop()
            .execute(() -> {
              if (!next.connections().closeIdle()) {
                ask(rest, asking, otherwise);
              }
            });
        return;
      }
    }
    members.stream()
        .filter(member -> member.connections() == asking)
        .forEach(member -> member.loop().execute(otherwise));
  }
}
