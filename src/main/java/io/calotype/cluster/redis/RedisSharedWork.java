package io.calotype.cluster.redis;

import io.calotype.cluster.SharedWork;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Shared work as keys of Redis that expire, by the clock of Redis.
///
/// The keys of one source are in one slot, so that one script reads a failure and takes a lease:
/// `calotype:render:{<source>}:lease:<result>`, `…:fence:<result>` and `…:failed`. The last one is
/// a hash of the failures of the source by work, so that one command forgets all of them. A value
/// is `<tries> <till> <others till> <node>`: the times in milliseconds until which the node, and
/// all others, must not try. After two nodes have failed, both times are equal, and the node is
/// empty.
///
/// Errors of every method: those of [RedisCall].
public final class RedisSharedWork implements SharedWork, AutoCloseable {
  private static final String PREFIX = "calotype:render:{";
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration FENCE = Duration.ofMinutes(1);

  /// A failure is kept for this time after its pause, for the length of the next pause.
  private static final Duration KEPT = Duration.ofHours(1);

  /// The number of failed works of one source that are remembered. More of them begin again.
  private static final int MAX_WORKS = 500;

  /// The number of failures that one node adds in [#KEPT], so that they never fill Redis.
  private static final int MAX_FAILURES = 10_000;

  /// Every fence is a time in microseconds, and greater.
  private static final long LEAST_FENCE = 1_000_000_000_000L;

  /// A failure is one number: the remaining pause in milliseconds times this, plus the tries.
  private static final int TRIES_RADIX = 100;

  /// Reads a failure as the number of [#TRIES_RADIX]. The key is the last one, and the last
  /// arguments are the work and the node.
  private static final String FAILED =
      """
      local failed = redis.call('HGET', KEYS[#KEYS], ARGV[#ARGV - 1])
      if failed then
        local tries, till, others, node = string.match(failed, '^(%d+) (%d+) (%d+) (.*)$')
        if node ~= ARGV[#ARGV] then till = others end
        if till and tonumber(till) > now then
          return (tonumber(till) - now) * 100 + math.min(tonumber(tries), 99)
        end
      end
      """;

  /// Returns the failure, as in [#FAILED]; otherwise the result of [RedisLeases#ACQUIRE].
  ///
  /// Keys: lease, fence, failures. Arguments: as for [RedisLeases#ACQUIRE], work, node.
  private static final RedisScript CLAIM =
      new RedisScript(RedisScript.IN_TIME + FAILED + RedisLeases.TAKEN);

  /// Returns the failure, as in [#FAILED], or 0. Arguments: deadline, work, node.
  private static final RedisScript FAILURE =
      new RedisScript(RedisScript.IN_TIME + FAILED + "return 0");

  /// Adds a failure and returns the number of tries. Failures of one node alone do not lengthen the
  /// pause of all: the count begins again with the second node.
  ///
  /// Arguments: deadline, failures without a pause, first pause, longest pause, additional time,
  /// works of one source, work, node; times in milliseconds.
  private static final RedisScript FAIL =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local tries, node = 1, ARGV[8]
              local failed = redis.call('HGET', KEYS[1], ARGV[7])
              if failed then
                local before, by = string.match(failed, '^(%d+) %d+ %d+ (.*)$')
                tries = (by == node or by == '') and before + 1 or 2
                if by ~= node then node = '' end
              elseif redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[6]) then
                redis.call('DEL', KEYS[1])
              end
              local doublings = math.min(tries - 1 - tonumber(ARGV[2]), 30)
              local pause = 0
              if doublings >= 0 then
                pause = math.min(tonumber(ARGV[3]) * 2 ^ doublings, tonumber(ARGV[4]))
              end
              local others = node == '' and pause or math.min(pause, tonumber(ARGV[3]))
              redis.call('HSET', KEYS[1], ARGV[7],
                string.format('%d %.0f %.0f %s', tries, now + pause, now + others, node))
              local kept = math.max(pause + tonumber(ARGV[5]), redis.call('PTTL', KEYS[1]))
              redis.call('PEXPIRE', KEYS[1], string.format('%.0f', kept))
              return tries
              """);

  private final RedisConnections connections;
  private final RedisLeases leases;
  private final String node;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong countedSince = new AtomicLong(System.nanoTime());

  /// Shared work of the node `node` in the Redis of `connections`, which stay open.
  public RedisSharedWork(RedisConnections connections, String node) {
    this(connections, node, LEASE);
  }

  /// @param lease the time until another node replaces one that has stopped
  public RedisSharedWork(RedisConnections connections, String node, Duration lease) {
    this.connections = connections;
    this.node = node;
    this.leases = new RedisLeases(connections, lease, FENCE);
  }

  private static String key(Subject subject, String rest) {
    return PREFIX + subject.source() + "}:" + rest;
  }

  private static String failures(String source) {
    return PREFIX + source + "}:failed";
  }

  @Override
  public boolean distributed() {
    return true;
  }

  @Override
  public Claim claim(Subject subject, String result) {
    String[] keys = {
      key(subject, "lease:" + result), key(subject, "fence:" + result), failures(subject.source())
    };
    String token = UUID.randomUUID().toString();
    long asked = System.nanoTime();
    long said = leases.acquire(CLAIM, keys, token, subject.work(), node);
    if (said == 0) {
      return new Claim.Busy();
    }
    return said < LEAST_FENCE
        ? new Claim.Failed(note(said))
        : new Claim.Granted(leases.hold(keys[0], token, said, asked));
  }

  private static FailureNote note(long said) {
    return new FailureNote((int) (said % TRIES_RADIX), Duration.ofMillis(said / TRIES_RADIX));
  }

  @Override
  public Optional<FailureNote> failure(Subject subject) {
    String[] keys = {failures(subject.source())};
    RedisCall call = new RedisCall(connections).at(keys[0]);
    long said = call.begin(FAILURE, keys, call.deadline(), subject.work(), node).getAsLong();
    return said == 0 ? Optional.empty() : Optional.of(note(said));
  }

  @Override
  public OptionalInt fail(Subject subject, Pauses pauses) {
    if (!counted()) {
      return OptionalInt.empty();
    }
    String[] keys = {failures(subject.source())};
    RedisCall call = new RedisCall(connections).at(keys[0]);
    String[] arguments = {
      call.deadline(),
      String.valueOf(pauses.free()),
      String.valueOf(pauses.first().toMillis()),
      String.valueOf(pauses.longest().toMillis()),
      String.valueOf(KEPT.toMillis()),
      String.valueOf(MAX_WORKS),
      subject.work(),
      node
    };
    return OptionalInt.of((int) call.begin(FAIL, keys, arguments).getAsLong());
  }

  private boolean counted() {
    long since = countedSince.get();
    long now = System.nanoTime();
    if (now - since > KEPT.toNanos() && countedSince.compareAndSet(since, now)) {
      failures.set(0);
    }
    return failures.incrementAndGet() <= MAX_FAILURES;
  }

  @Override
  public void forget(Subject subject) {
    String key = failures(subject.source());
    var _ = new RedisCall(connections).at(key).ask(redis -> redis.hdel(key, subject.work()));
  }

  @Override
  public void forgetAll(String source) {
    String key = failures(source);
    var _ = new RedisCall(connections).at(key).ask(redis -> redis.del(key));
  }

  @Override
  public void close() {
    leases.close();
  }
}
