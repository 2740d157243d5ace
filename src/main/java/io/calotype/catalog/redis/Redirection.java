package io.calotype.catalog.redis;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/// The answer `MOVED <slot> <host>:<port>` or `ASK <slot> <host>:<port>`: not here, but there.
///
/// @param server where
/// @param asking whether it is not there for everybody yet
record Redirection(String server, boolean asking) {

  /// Null where `refused` is none.
  static @Nullable Redirection of(Throwable refused) {
    Throwable cause = refused.getCause();
    Throwable answer =
        refused instanceof RedisCommandExecutionException || cause == null ? refused : cause;
    String[] said = String.valueOf(answer.getMessage()).split(" ", -1);
    return said.length == 3 && (said[0].equals("MOVED") || said[0].equals("ASK"))
        ? new Redirection(said[2], said[0].equals("ASK"))
        : null;
  }
}
