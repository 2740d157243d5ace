package io.calotype.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Facts of the nodes that decide how old an answer may be.
///
/// @param unheard the times at which a node may not have heard Redis, by node; from its log
/// @param stale `STALE_WHEN_AWAY`: how long a node that does not hear Redis serves what it has
public record Conditions(Map<String, List<Call.Span>> unheard, Duration stale) {
  /// A node that hears Redis uses a record in memory for at most this time.
  private static final Duration HEARD = Duration.ofSeconds(1);

  /// For how long `read` may show the state before `change`.
  ///
  /// No allowance for a busy machine: a node compares the age of its knowledge with this limit
  /// after the read has begun, and the change has ended before its answer was received.
  long staleness(Call read, Call change) {
    if (read.node().equals(change.node())) {
      return 0;
    }
    return (heard(read) ? HEARD : stale).toNanos();
  }

  private boolean heard(Call read) {
    long from = read.span().begun() - stale.toNanos();
    return unheard.getOrDefault(read.node(), List.of()).stream()
        .noneMatch(span -> span.begun() < read.span().ended() && span.ended() > from);
  }
}
