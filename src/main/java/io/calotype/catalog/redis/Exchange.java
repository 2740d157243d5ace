package io.calotype.catalog.redis;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one call says to Redis: any number of commands over one connection, and one deadline.
///
/// Errors of every method: `Unavailable` where Redis is away, does not answer in time, or says that
/// it will do so later; `StorageFull` where its memory is; [IllegalStateException] for anything
/// else that it answers.
final class Exchange {
  /// Two seconds are promised; what is left is for the rest of a request.
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private static final List<String> LATER =
      List.of(
          "LOADING",
          "MASTERDOWN",
          "READONLY",
          "BUSY",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "NOREPLICAS",
          "MISCONF",
          "UNBLOCKED");

  private final Link link;
  private final Session session;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();

  /// Begins now.
  Exchange(Link link) {
    Session current = link.session();
    if (current == null) {
      throw away(null);
    }
    this.link = link;
    this.session = current;
  }

  /// Sends a command, and does not wait.
  <T> RedisFuture<T> send(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    try {
      return command.apply(session.connection().async());
    } catch (RedisException lost) {
      throw lost(lost);
    }
  }

  /// Waits for what a command is answered.
  <T> T await(RedisFuture<T> reply) {
    try {
      return replied(reply);
    } catch (RedisCommandExecutionException refused) {
      throw translated(refused);
    }
  }

  /// Sends a command and waits.
  <T> T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    return await(send(command));
  }

  /// Sends a command and waits; `otherwise` where the key is of another type than the command's.
  <T> T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command, T otherwise) {
    try {
      return replied(send(command));
    } catch (RedisCommandExecutionException refused) {
      if (String.valueOf(refused.getMessage()).startsWith("WRONGTYPE")) {
        return otherwise;
      }
      throw translated(refused);
    }
  }

  /// Until when a script may begin, in milliseconds of Redis' clock.
  String deadline() {
    return String.valueOf(session.atRedis(deadline));
  }

  /// Runs `script` and is true where it says 1; Redis is told its text once.
  boolean run(Script script, String[] keys, String... arguments) {
    ScriptOutputType type = ScriptOutputType.INTEGER;
    long said;
    try {
      said =
          this.<Long>replied(send(redis -> redis.evalsha(script.digest(), type, keys, arguments)));
    } catch (RedisNoScriptException unknown) {
      said = this.<Long>ask(redis -> redis.eval(script.text(), type, keys, arguments));
    } catch (RedisCommandExecutionException refused) {
      throw translated(refused);
    }
    if (said < 0) { // too late, or somebody has set a clock
      throw lost(null);
    }
    return said == 1;
  }

  private <T> T replied(RedisFuture<T> reply) {
    try {
      return reply.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException silent) {
      throw lost(silent);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw away(stopped);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RedisCommandExecutionException answer ? answer : lost(e);
    }
  }

  /// Redis says these of itself, and not of what was asked.
  private RuntimeException translated(RedisCommandExecutionException answer) {
    String said = String.valueOf(answer.getMessage());
    if (said.contains("OOM ")) {
      return new MediaException(new Failure.StorageFull(), answer);
    }
    return LATER.stream().anyMatch(said::contains)
        ? lost(answer)
        : new IllegalStateException("Redis has refused a command", answer);
  }

  private MediaException lost(@Nullable Throwable cause) {
    link.drop(session);
    return away(cause);
  }

  private static MediaException away(@Nullable Throwable cause) {
    Failure failure = new Failure.Unavailable(Link.PAUSE);
    return cause == null ? new MediaException(failure) : new MediaException(failure, cause);
  }
}
