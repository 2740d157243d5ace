package io.calotype.cluster.redis;

import io.calotype.cluster.Nodes;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import io.calotype.telemetry.EventLog;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The nodes of a data set, as a sorted set of names by the time at which each was last seen, by
/// the clock of Redis.
///
/// Their reports are fields of one hash, `calotype:reports`. A field is named by the process, since
/// names of nodes need not be unique. Its value is `<milliseconds> <text>`, with the time at which
/// it was published. Readers delete old fields, and those that are not of this form. So does a node
/// that publishes, if there are more than [#MAX_REPORTS]: processes that were killed leave theirs.
public final class RedisNodes implements Nodes, AutoCloseable {
  private static final String KEY = "calotype:nodes";
  private static final String REPORTS = "calotype:reports";
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);
  private static final int MAX_REPORTS = 1_000;
  private static final Pattern REPORT = Pattern.compile("([0-9]{1,18}) (.*)", Pattern.DOTALL);

  /// Sets a field of a hash that expires as a whole. Returns the number of fields.
  ///
  /// Arguments: deadline, field, text, time to live in milliseconds.
  private static final RedisScript PUBLISH =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              redis.call('HSET', KEYS[1], ARGV[2], string.format('%.0f', now) .. ' ' .. ARGV[3])
              redis.call('PEXPIRE', KEYS[1], ARGV[4])
              return redis.call('HLEN', KEYS[1])
              """);

  private final RedisConnections connections;
  private final String name;
  private final String process = UUID.randomUUID().toString();
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("node-", 0).factory());

  /// Announces the node `name` in the Redis of `connections`, which stay open, until it is closed.
  public RedisNodes(RedisConnections connections, String name) {
    this.connections = connections;
    this.name = name;
    var _ =
        heartbeat.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(this::announce),
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void announce() {
    try {
      RedisCall call = new RedisCall(connections).at(KEY);
      double now = call.now().toEpochMilli();
      var _ = call.ask(redis -> redis.zadd(KEY, now, name));
      var _ =
          call.ask(
              redis -> redis.zremrangebyscore(KEY, Range.create(0d, now - FORGOTTEN.toMillis())));
    } catch (MediaException | IllegalStateException away) {
      EventLog.debug("node.unannounced", "cause", away);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> running() {
    return Stream.concat(seen().stream(), Stream.of(name)).distinct().sorted().toList();
  }

  private List<String> seen() {
    try {
      RedisCall call = new RedisCall(connections).at(KEY);
      double oldest = call.now().minus(FORGOTTEN).toEpochMilli();
      return call.ask(redis -> redis.zrangebyscore(KEY, Range.create(oldest, Double.MAX_VALUE)));
    } catch (MediaException | IllegalStateException away) {
      return List.of();
    }
  }

  @Override
  public boolean distributed() {
    return true;
  }

  @Override
  public void publish(String text) {
    RedisCall call = new RedisCall(connections).at(REPORTS);
    String kept = String.valueOf(FORGOTTEN.toMillis());
    String[] keys = {REPORTS};
    long all = call.begin(PUBLISH, keys, call.deadline(), process, text, kept).getAsLong();
    if (all > MAX_REPORTS) {
      var _ = reports();
    }
  }

  @Override
  public List<Report> reports() {
    RedisCall call = new RedisCall(connections).at(REPORTS);
    Map<String, String> fields = call.ask(redis -> redis.hgetall(REPORTS));
    long now = call.now().toEpochMilli();
    List<Report> reports = new ArrayList<>();
    List<String> old = new ArrayList<>();
    fields.forEach((field, value) -> {
      Optional<Report> report = report(value, now);
      if (report.isEmpty()) {
        old.add(field);
      } else if (!field.equals(process)) {
        reports.add(report.get());
      }
    });
    if (!old.isEmpty()) {
      var _ = call.ask(redis -> redis.hdel(REPORTS, old.toArray(String[]::new)));
    }
    return reports;
  }

  /// Parses a field; empty if it is old or not of the form of a report.
  private static Optional<Report> report(String value, long now) {
    Matcher parts = REPORT.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long millis = Math.max(0, now - Long.parseLong(parts.group(1)));
    Duration age = Duration.ofMillis(millis);
    return age.compareTo(FORGOTTEN) > 0
        ? Optional.empty()
        : Optional.of(new Report(parts.group(2), age));
  }

  /// Forgets this node.
  @Override
  public void close() {
    heartbeat.shutdownNow();
    try {
      RedisCall call = new RedisCall(connections);
      var _ = call.at(KEY).ask(redis -> redis.zrem(KEY, name));
      var _ = call.at(REPORTS).ask(redis -> redis.hdel(REPORTS, process));
    } catch (MediaException | IllegalStateException away) {
      EventLog.debug("node.unannounced", "cause", away); // the others forget it
    }
  }
}
