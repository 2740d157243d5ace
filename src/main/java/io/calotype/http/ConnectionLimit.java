package io.calotype.http;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// The connections of all event loops together.
///
/// Threads: any. Each loop's connections are touched on that loop alone.
final class ConnectionLimit {
  private final AtomicInteger count = new AtomicInteger();
  private final List<Member> members = new CopyOnWriteArrayList<>();

  /// The connections of one event loop.
  private record Member(LoopConnections connections, Executor loop) {}

  /// How many connections are open.
  int count() {
    return count.get();
  }

  /// Counts one more connection, and says how many there are.
  int add() {
    return count.incrementAndGet();
  }

  /// Counts one connection less.
  void remove() {
    count.decrementAndGet();
  }

  /// Adds the connections of an event loop, whose tasks `loop` runs.
  void join(LoopConnections connections, Executor loop) {
    members.add(new Member(connections, loop));
  }

  /// Closes an idle connection of another loop than that of `asking`; runs `otherwise` on the loop
  /// of `asking` where there is none.
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
