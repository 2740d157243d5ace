package io.calotype.redis;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/// The error reply `MOVED <slot> <host>:<port>` or `ASK <slot> <host>:<port>`.
///
/// @param server the other server
/// @param asking whether it is an `ASK` redirection, valid for one command only
record Redirection(String server, boolean asking) {

  /// Parses the error of a command; null if it is no redirection.
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
