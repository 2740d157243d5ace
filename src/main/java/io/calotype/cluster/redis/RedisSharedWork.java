package io.calotype.cluster.redis;

import io.calotype.cluster.SharedWork;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Shared work as keys of Redis that expire, by the clock of Redis.
///
/// The keys of one source are in one slot, so that one script reads a failure and takes a lease:
/// `calotype:render:{<source>}:lease:<result>`, `…:fence:<result>` and `…:failed:<work>`, with the
/// text `<tries> <time until which it must not be tried again, in milliseconds>`.
///
/// Errors of every method: those of [RedisCall].
public final class RedisSharedWork implements SharedWork, AutoCloseable {
  private static final String PREFIX = "calotype:render:{";
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration FENCE = Duration.ofMinutes(1);

  /// A failure is kept for this time after its pause, for the length of the next pause.
  private static final Duration KEPT = Duration.ofHours(1);

  /// The number of failures that one node adds in [#KEPT], so that they never fill Redis.
  private static final int MAX_FAILURES = 10_000;

  /// Every fence is a time in microseconds, and greater.
  private static final long LEAST_FENCE = 1_000_000_000_000L;

  /// A failure is one number: the remaining pause in milliseconds times this, plus the tries.
  private static final int TRIES_RADIX = 100;

  /// Reads a failure as the number of [#TRIES_RADIX]. The key is the last one.
  private static final String FAILED =
      """
      local failed = redis.call('GET', KEYS[#KEYS])
      if failed then
        local tries, till = string.match(failed, '^(%d+) (%d+)$')
        if till and tonumber(till) > now then
          return (tonumber(till) - now) * 100 + math.min(tonumber(tries), 99)
        end
      end
      """;

  /// Returns the failure, as in [#FAILED]; otherwise the result of [RedisLeases#ACQUIRE].
  ///
  /// Keys: lease, fence, failure. Arguments: as for [RedisLeases#ACQUIRE].
  private static final RedisScript CLAIM =
      new RedisScript(RedisScript.IN_TIME + FAILED + RedisLeases.TAKEN);

  /// Returns the failure, as in [#FAILED], or 0.
  private static final RedisScript FAILURE =
      new RedisScript(RedisScript.IN_TIME + FAILED + "return 0");

  /// Adds a failure and returns the number of tries.
  ///
  /// Arguments: deadline, failures without a pause, first pause, longest pause, additional time;
  /// times in milliseconds.
  private static final RedisScript FAIL =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local failed = redis.call('GET', KEYS[1])
              local tries = 1 + tonumber(failed and string.match(failed, '^(%d+) ') or '0')
              local doublings = math.min(tries - 1 - tonumber(ARGV[2]), 30)
              local pause = 0
              if doublings >= 0 then
                pause = math.min(tonumber(ARGV[3]) * 2 ^ doublings, tonumber(ARGV[4]))
              end
              redis.call('SET', KEYS[1], string.format('%d %.0f', tries, now + pause),
                'PX', string.format('%.0f', pause + tonumber(ARGV[5])))
              return tries
              """);

  private final RedisConnections connections;
  private final RedisLeases leases;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong countedSince = new AtomicLong(System.nanoTime());

  /// Shared work in the Redis of `connections`, which stay open.
  public RedisSharedWork(RedisConnections connections) {
    this(connections, LEASE);
  }

  /// @param lease the time until another node replaces one that has stopped
  public RedisSharedWork(RedisConnections connections, Duration lease) {
    this.connections = connections;
    this.leases = new RedisLeases(connections, lease, FENCE);
  }

  private static String key(Subject subject, String rest) {
    return PREFIX + subject.source() + "}:" + rest;
  }

  private static String failed(Subject subject) {
    return key(subject, "failed:" + subject.work());
  }

  @Override
  public boolean distributed() {
    return true;
  }

  @Override
  public Claim claim(Subject subject, String result) {
    String[] keys = {
      key(subject, "lease:" + result), key(subject, "fence:" + result), failed(subject)
    };
    String token = UUID.randomUUID().toString();
    long asked = System.nanoTime();
    long said = leases.acquire(CLAIM, keys, token);
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
    String[] keys = {failed(subject)};
    RedisCall call = new RedisCall(connections).at(keys[0]);
    long said = call.begin(FAILURE, keys, call.deadline()).getAsLong();
    return said == 0 ? Optional.empty() : Optional.of(note(said));
  }

  @Override
  public int fail(Subject subject, Pauses pauses) {
    if (!counted()) {
      return 1;
    }
    String[] keys = {failed(subject)};
    RedisCall call = new RedisCall(connections).at(keys[0]);
    String[] arguments = {
      call.deadline(),
      String.valueOf(pauses.free()),
      String.valueOf(pauses.first().toMillis()),
      String.valueOf(pauses.longest().toMillis()),
      String.valueOf(KEPT.toMillis())
    };
    return (int) call.begin(FAIL, keys, arguments).getAsLong();
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
    String key = failed(subject);
    var _ = new RedisCall(connections).at(key).ask(redis -> redis.del(key));
  }

  @Override
  public void close() {
    leases.close();
  }
}
