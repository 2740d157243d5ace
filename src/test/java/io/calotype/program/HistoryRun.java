package io.calotype.program;

import io.calotype.Await;
import io.calotype.history.AtRest;
import io.calotype.history.Call;
import io.calotype.history.History;
import io.calotype.history.HistoryChecker;
import io.calotype.history.Renders;
import io.calotype.history.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One round of a history: clients at work, faults one after the other, recovery, and the check.
final class HistoryRun {
  /// The calls that a fault must last for, in case the machine is busy.
  private static final int CALLS = 10;

  private static final Duration LONGEST_TTL = Duration.ofSeconds(4);

  private final HistoryCluster cluster;
  private final HistoryClients clients;
  private final String prefix;
  private final long fencesBefore;
  private final long unwrittenBefore;
  private final long unreadBefore;
  private final List<String> faults = new ArrayList<>();
  private final long begun = System.nanoTime();
  private long kills;

  /// Starts clients whose ids begin with `prefix`.
  HistoryRun(HistoryCluster cluster, String prefix, long seed) {
    this.cluster = cluster;
    this.prefix = prefix;
    this.fencesBefore = cluster.sum(HistoryNode.FENCED);
    this.unwrittenBefore = cluster.unwritten();
    this.unreadBefore = cluster.unread();
    this.clients = new HistoryClients(prefix, cluster.nodes(), cluster.pictures(), seed);
  }

  /// Lets `fault` happen at `node` for a duration.
  void fault(HistoryFault fault, HistoryNode node, Duration duration)
      throws IOException, InterruptedException {
    faults.add(second(System.nanoTime()) + " " + fault + " " + node.name() + " " + duration);
    int before = clients.calls().size();
    begin(fault, node);
    pass(duration);
    if (fault != HistoryFault.STOP) { // all clients may be waiting for that node
      Await.until(() -> clients.calls().size() >= before + CALLS, "calls during " + fault);
    }
    end(fault, node);
  }

  private void begin(HistoryFault fault, HistoryNode node)
      throws IOException, InterruptedException {
    switch (fault) {
      case CALM -> Thread.startVirtualThread(() -> HistoryCluster.maintain(node));
      case KILL -> {
        kills++;
        node.kill();
      }
      case STOP -> {
        kills++;
        node.signal("STOP");
      }
      case REDIS_HELD -> node.redis().hold();
      case REDIS_REFUSED -> node.redis().refuse();
      case REDIS_KILLED -> cluster.redis().kill();
      case S3_SILENT, S3_RESET, S3_UNHEARD, S3_ERROR, S3_SLOW_DOWN, S3_TRUNCATED ->
          node.s3().fail(Objects.requireNonNull(fault.s3()));
    }
  }

  private void end(HistoryFault fault, HistoryNode node) throws IOException, InterruptedException {
    switch (fault) {
      case KILL -> node.start();
      case REDIS_KILLED -> cluster.redis().startAgain();
      default -> node.heal();
    }
  }

  /// Lets the clients work for a time.
  private static void pass(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    Await.until(() -> System.nanoTime() >= end, "the end of a fault");
  }

  /// One fault at random, and some calm after it.
  void random(Random random) throws IOException, InterruptedException {
    HistoryFault[] all = HistoryFault.values();
    HistoryNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    fault(all[random.nextInt(all.length)], node, Duration.ofMillis(300 + random.nextInt(5_700)));
    pass(Duration.ofMillis(random.nextInt(2_000)));
  }

  /// Ends the clients and all faults. Returns the violations.
  List<Violation> finish() throws IOException, InterruptedException {
    clients.stop();
    pass(LONGEST_TTL);
    cluster.recover();
    AtRest rest = cluster.atRest(clients.ids());
    clients.calls().addAll(rest.reads());
    return HistoryChecker.check(
        new History(
            List.copyOf(clients.calls()),
            cluster.conditions(),
            rest,
            cluster.renders(prefix, losses())));
  }

  private Renders.Losses losses() {
    return new Renders.Losses(
        kills,
        cluster.sum(HistoryNode.FENCED) - fencesBefore,
        cluster.unwritten() - unwrittenBefore,
        cluster.unread() - unreadBefore);
  }

  /// The number of renders under a lease.
  long rendered() {
    return leased().stream().mapToLong(count -> count).sum();
  }

  private Collection<Long> leased() {
    return cluster.renders(prefix, losses()).counts().values();
  }

  /// The renders under a lease with the largest number for one rendition, those without a lease
  /// since the start, and the reasons for more than one.
  String renders() {
    return "%d renditions, %d renders under a lease, at most %d for one; %d without; %s"
        .formatted(
            leased().size(),
            rendered(),
            leased().stream().mapToLong(count -> count).max().orElse(0),
            cluster.sum(HistoryNode.ALONE) + cluster.sum(HistoryNode.IMPATIENT),
            losses());
  }

  /// The number of seconds, and that of calls by kind and status.
  String summary() {
    return second(System.nanoTime())
        + " s, "
        + clients.calls().stream()
            .collect(
                Collectors.groupingBy(
                    call -> call.kind().getClass().getSimpleName() + " " + call.status(),
                    TreeMap::new,
                    Collectors.counting()));
  }

  /// The violations with the calls about their ids, and the faults.
  String report(List<Violation> violations) {
    return Stream.concat(
            Stream.concat(faults.stream(), violations.stream().map(this::line)),
            violations.stream()
                .map(Violation::id)
                .distinct()
                .limit(3)
                .flatMap(id ->
                    Stream.concat(
                        Stream.of("--- " + id),
                        clients.calls().stream()
                            .filter(call -> call.id().equals(id))
                            .sorted(Comparator.comparingLong(call -> call.span().begun()))
                            .map(this::line))))
        .collect(Collectors.joining("\n"));
  }

  private String line(Violation violation) {
    String calls =
        violation.calls().stream()
            .map(this::line)
            .collect(Collectors.joining("\n    ", "\n    ", ""));
    return "VIOLATION "
        + violation.rule()
        + " "
        + violation.id()
        + ": "
        + violation.detail()
        + calls;
  }

  private String line(Call call) {
    return "%s-%s %s %d %s %s"
        .formatted(
            second(call.span().begun()),
            second(call.span().ended()),
            call.node(),
            call.status(),
            call.kind(),
            call.answer().equals(Call.Answer.NONE)
                ? ""
                : call.answer().picture()
                    + " "
                    + call.answer().etag()
                    + " "
                    + call.answer().cacheControl());
  }

  private String second(long nanos) {
    return "%.3f".formatted((nanos - begun) / 1e9);
  }
}
