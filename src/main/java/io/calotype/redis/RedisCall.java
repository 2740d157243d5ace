package io.calotype.redis;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.telemetry.EventLog;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.PipelinedRedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call to Redis: any number of commands, and one deadline.
///
/// In a cluster, [#at] returns the part of the call for the server of one key. A command sent to
/// the wrong server follows at most two redirections: one to the new owner of a slot, one to the
/// target of a migration.
///
/// Errors of every method: `Unavailable` if Redis is away, exceeds the deadline, or reports a
/// temporary state; `StorageFull` if its memory is full; [IllegalStateException] for any other
/// error reply.
public final class RedisCall {
  /// The deadline of a call: 1.5 s. The remaining 0.5 s of the promised 2 s is for other work of
  /// the request.
  public static final Duration PATIENCE = Duration.ofMillis(1_500);

  private static final Duration MOMENT = Duration.ofMillis(10);

  /// Errors about the state of the server, independent of the command. The connection is dropped.
  private static final List<String> LATER =
      List.of("LOADING", "MASTERDOWN", "READONLY", "BUSY", "NOREPLICAS", "MISCONF", "UNBLOCKED");

  /// Errors about the state of the cluster. The connection is kept, because other keys may be
  /// available.
  private static final List<String> ELSEWHERE =
      List.of("CLUSTERDOWN", "TRYAGAIN", "MOVED ", "ASK ");

  private final RedisTopology servers;
  private final RedisNode node;
  private final RedisConnection session;
  private final Purpose purpose;
  private final @Nullable ReplicaWait changes;
  private final long deadline;

  /// Starts the deadline.
  public RedisCall(RedisConnections link) {
    this(link.servers(), link.servers().any(), Purpose.ANY, deadlineFromNow());
  }

  /// Starts the deadline of a call that changes records, and ends with [#replicated].
  public static RedisCall ofChange(RedisConnections link) {
    return new RedisCall(link.servers(), link.servers().any(), Purpose.CHANGE, deadlineFromNow());
  }

  private enum Purpose {
    ANY,
    CHANGE
  }

  private static long deadlineFromNow() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  /// Starts the deadline, with the server of that name.
  public RedisCall(RedisConnections link, String server) {
    this(link.servers(), link.servers().nodes().get(server), Purpose.ANY, deadlineFromNow());
  }

  private RedisCall(
      RedisTopology servers, @Nullable RedisNode node, Purpose purpose, long deadline) {
    RedisConnection current = node == null ? null : node.session();
    if (node == null || current == null) {
      throw away(null);
    }
    this.servers = servers;
    this.node = node;
    this.purpose = purpose;
    this.changes = purpose == Purpose.CHANGE ? node.changes() : null;
    this.session = changes == null ? current : changes.connection();
    this.deadline = deadline;
  }

  /// Returns whether one script may change keys of different slots.
  public boolean alone() {
    return servers.alone();
  }

  /// The same call with the server that has `key`.
  public RedisCall at(String key) {
    return alone() ? this : new RedisCall(servers, servers.of(key), purpose, deadline);
  }

  /// The same call with every server.
  public List<RedisCall> everywhere() {
    return servers.all().stream()
        .map(each -> new RedisCall(servers, each, purpose, deadline))
        .toList();
  }

  /// Sends a command without waiting for the reply.
  public <T> RedisFuture<T> send(
      Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    RedisFuture<T> sent = session.send(command);
    return alone() ? sent : new PipelinedRedisFuture<>(followed(sent, command, 2));
  }

  private <T> CompletionStage<T> followed(
      CompletionStage<T> sent,
      Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command,
      int times) {
    return sent.exceptionallyCompose(refused -> {
      Redirection to = Redirection.of(refused);
      RedisConnection there = to == null || times == 0 ? null : servers.named(to.server());
      if (to == null || there == null) {
        return CompletableFuture.failedStage(refused);
      }
      RedisFuture<T> again = to.asking() ? there.sendAsking(command) : there.send(command);
      return followed(again, command, times - 1);
    });
  }

  /// Waits for the reply to a command that this call has sent.
  public <T> T await(RedisFuture<T> reply) {
    try {
      return replied(reply);
    } catch (RedisCommandExecutionException refused) {
      throw translated(refused);
    }
  }

  /// Waits for the reply; null also if the key is of another type than the command expects.
  public <T> @Nullable T awaitOrNull(RedisFuture<T> reply) {
    try {
      return replied(reply);
    } catch (RedisCommandExecutionException refused) {
      if (String.valueOf(refused.getMessage()).startsWith("WRONGTYPE")) {
        return null;
      }
      throw translated(refused);
    }
  }

  /// Sends a command and waits for the reply.
  public <T> T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    return await(send(command));
  }

  /// Sends a command and waits for the reply; `otherwise` if the key is of another type than the
  /// command expects.
  public <T> T ask(
      Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command, T otherwise) {
    T said = awaitOrNull(send(command));
    return said == null ? otherwise : said;
  }

  /// Waits 10 ms for a concurrent change.
  public void pause() {
    long left = deadline - System.nanoTime();
    if (left < 5 * MOMENT.toNanos()) {
      throw away(null);
    }
    try {
      Thread.sleep(MOMENT);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw away(stopped);
    }
  }

  /// The current time by Redis' clock, or slightly earlier.
  public Instant now() {
    return Instant.ofEpochMilli(session.atRedis(System.nanoTime()));
  }

  /// The time until which a script may start, in milliseconds of Redis' clock.
  public String deadline() {
    return String.valueOf(session.atRedis(deadline));
  }

  /// Runs `script` and returns whether its result is 1.
  public boolean run(RedisScript script, String[] keys, String... arguments) {
    return begin(script, keys, arguments).getAsLong() == 1;
  }

  /// Sends `script` without waiting. The returned supplier waits for the result.
  public LongSupplier begin(RedisScript script, String[] keys, String... arguments) {
    Supplier<Long> reply = sent(script, ScriptOutputType.INTEGER, keys, arguments);
    return () -> {
      long said = reply.get();
      if (said < 0) { // too late, or a clock was set
        throw lost(null);
      }
      return said;
    };
  }

  /// Runs `script` and returns its text.
  public String text(RedisScript script, String[] keys, String... arguments) {
    return this.<String>sent(script, ScriptOutputType.VALUE, keys, arguments).get();
  }

  /// Runs `script` and returns its list: texts, numbers as `Long`, and lists of these.
  public List<Object> list(RedisScript script, String[] keys, String... arguments) {
    return this.<List<Object>>sent(script, ScriptOutputType.MULTI, keys, arguments).get();
  }

  /// Sends the text of `script` only if Redis does not know its digest.
  private <T> Supplier<T> sent(
      RedisScript script, ScriptOutputType type, String[] keys, String... arguments) {
    RedisFuture<T> reply = send(redis -> redis.evalsha(script.digest(), type, keys, arguments));
    return () -> {
      try {
        return replied(reply);
      } catch (RedisNoScriptException unknown) {
        return this.<T>ask(redis -> redis.eval(script.text(), type, keys, arguments));
      } catch (RedisCommandExecutionException refused) {
        throw translated(refused);
      }
    };
  }

  /// Waits until a replica has the changes that this call has made on its server. Returns false if
  /// none has them in time; true also if the server has no replicas. Never fails.
  public boolean replicated() {
    if (node.replicas() == 0) {
      return true;
    }
    if (changes == null) {
      return false;
    }
    try {
      long limit = Math.min(deadline - System.nanoTime(), 3 * ReplicaWait.LIMIT.toNanos());
      return RedisConnection.await(changes.confirmed(), limit);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException | ExecutionException late) {
      return false;
    }
  }

  private <T> T replied(RedisFuture<T> reply) {
    try {
      return RedisConnection.await(reply, deadline - System.nanoTime());
    } catch (TimeoutException silent) {
      throw lost(silent);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw away(stopped);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RedisCommandExecutionException answer ? answer : lost(e);
    }
  }

  private RuntimeException translated(RedisCommandExecutionException answer) {
    String said = String.valueOf(answer.getMessage());
    if (said.contains("OOM ")) {
      return new MediaException(new Failure.StorageFull(), answer);
    }
    if (ELSEWHERE.stream().anyMatch(said::startsWith)) {
      return away(answer);
    }
    if (said.startsWith("WRONGTYPE")) { // another program has taken our key
      EventLog.warn("redis.wrong-type", "hint", "a key calotype:* is of another type");
      return new MediaException(new Failure.StoreUnavailable(StoreFault.REFUSED), answer);
    }
    return LATER.stream().anyMatch(said::contains)
        ? lost(answer)
        : new IllegalStateException("Redis has refused a command", answer);
  }

  private MediaException lost(@Nullable Throwable cause) {
    node.drop(session);
    return away(cause);
  }

  private static MediaException away(@Nullable Throwable cause) {
    Failure failure = new Failure.Unavailable(RedisConnections.PAUSE);
    return cause == null ? new MediaException(failure) : new MediaException(failure, cause);
  }
}
