package io.calotype.program;

import static java.util.stream.Collectors.toList;

import io.calotype.MetricText;
import io.calotype.history.Call.Span;
import io.calotype.originals.s3.FaultProxy;
import io.calotype.originals.s3.S3Server;
import io.calotype.redis.RedisServer;
import io.calotype.redis.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One node, with proxies of its own before Redis and S3.
final class HistoryNode implements AutoCloseable {
  private static final Pattern OF_REDIS =
      Pattern.compile("time=(\\S+) .*event=(redis\\.lost|redis\\.away|redis\\.connected).*");

  /// A node has several connections, and tries each every second. After this time all are made
  /// again, and the changes that were missed are heard.
  private static final long CAUGHT_UP = Duration.ofSeconds(3).toNanos();

  /// Renders whose result is not in the bucket.
  static final String FENCED = "calotype_render_leases_total{outcome=\"fenced\"";

  static final String WRITE_FAILED = "calotype_shared_writes_total{outcome=\"failed\"";
  static final String WRITE_DROPPED = "calotype_shared_writes_total{outcome=\"dropped\"";

  static final String READ_FAILED = "calotype_shared_lookups_total{outcome=\"failed\"";
  static final String READ_REFUSED = "calotype_shared_lookups_total{outcome=\"refused\"";

  /// Renders without a lease.
  static final String ALONE = "calotype_render_leases_total{outcome=\"alone\"";

  static final String IMPATIENT = "calotype_render_leases_total{outcome=\"impatient\"";

  private static final List<String> METRICS =
      List.of(FENCED, WRITE_FAILED, WRITE_DROPPED, READ_FAILED, READ_REFUSED, ALONE, IMPATIENT);

  private final Map<String, Double> before = new ConcurrentHashMap<>();
  private final String name;
  private final Duration ahead;
  private final Path data;
  private final Map<String, String> settings;
  private final FaultProxy s3;
  private final TcpProxy redis;
  private final List<Program> programs = new CopyOnWriteArrayList<>();
  private volatile boolean up;

  /// A node that is not started.
  ///
  /// @param ahead how far its clock is ahead
  /// @param common the settings that all nodes share
  HistoryNode(
      String name, Duration ahead, Path data, Map<String, String> common, RedisServer server)
      throws IOException {
    this.name = name;
    this.ahead = ahead;
    this.data = data;
    this.s3 = new FaultProxy(S3Server.shared().port());
    this.redis = TcpProxy.to(server.port());
    this.settings = new HashMap<>(common);
    settings.put("NODE", name);
    settings.put("REDIS_URL", "redis://127.0.0.1:" + redis.port());
    settings.put("S3_ENDPOINT", "http://127.0.0.1:" + s3.port());
  }

  String name() {
    return name;
  }

  FaultProxy s3() {
    return s3;
  }

  TcpProxy redis() {
    return redis;
  }

  /// Whether it was started and not killed since.
  boolean up() {
    return up;
  }

  Program program() {
    return programs.getLast();
  }

  void start() {
    List<String> prefix = ahead.isZero() ? List.of() : FakeClock.ahead(ahead);
    programs.add(Program.start(prefix, data, settings));
    up = true;
  }

  /// Its metrics are gone then, and are noted before.
  void kill() {
    METRICS.forEach(metric -> before.merge(metric, now(metric), Double::sum));
    up = false;
    program().kill();
  }

  /// The value of one of [#METRICS], of all its processes.
  double metric(String metric) {
    return before.getOrDefault(metric, 0.0) + now(metric);
  }

  private double now(String metric) {
    byte[] all = AccessProgram.send(program(), "GET", "/metrics", "admin").body();
    return MetricText.sum(all, metric);
  }

  /// Sends it a signal, such as `STOP`.
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, "" + program().pid()).start().waitFor();
  }

  boolean ready() {
    return up && program().get("/health/ready").statusCode() == 200;
  }

  /// The lines of its log that contain `part`, of all its processes.
  Stream<String> log(String part) {
    return programs.stream()
        .flatMap(program -> program.log().stream())
        .filter(l -> l.contains(part));
  }

  /// The times at which it may not have heard Redis: from the loss of a connection until the
  /// changes were read again.
  List<Span> unheard() {
    long offset = System.nanoTime() - nanos(Instant.now());
    List<Span> spans = new ArrayList<>();
    long since = Long.MIN_VALUE;
    long until = Long.MIN_VALUE;
    for (Matcher line :
        log("event=redis.").map(OF_REDIS::matcher).filter(Matcher::matches).collect(toList())) {
      long time = nanos(Instant.parse(line.group(1)).minus(ahead)) + offset;
      if (line.group(2).equals("redis.connected")) {
        until = time + CAUGHT_UP;
      } else {
        if (since == Long.MIN_VALUE || time > until) {
          add(spans, since, until);
          since = time - CAUGHT_UP;
        }
        until = Long.MAX_VALUE;
      }
    }
    add(spans, since, until);
    return spans;
  }

  private static void add(List<Span> spans, long since, long until) {
    if (since != Long.MIN_VALUE) {
      spans.add(new Span(since, until));
    }
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  /// Ends all faults but a kill.
  void heal() throws IOException, InterruptedException {
    s3.fail(FaultProxy.Fault.NONE);
    redis.restore();
    if (up) {
      signal("CONT");
    }
  }

  @Override
  public void close() {
    try (s3;
        redis) {
      if (up) {
        program().close();
      }
    }
  }
}
