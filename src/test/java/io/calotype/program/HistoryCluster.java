package io.calotype.program;

import io.calotype.Await;
import io.calotype.history.AtRest;
import io.calotype.history.Call;
import io.calotype.history.Call.Span;
import io.calotype.history.Conditions;
import io.calotype.history.Renders;
import io.calotype.originals.s3.S3Server;
import io.calotype.redis.RedisServer;
import io.lettuce.core.Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Three nodes on one Redis and one S3 server. The clock of the last is two hours ahead.
final class HistoryCluster implements AutoCloseable {
  private static final Duration STALE = Duration.ofSeconds(3);
  private static final Duration AHEAD = Duration.ofHours(2);
  private static final String REMOVALS = "calotype:work:removals";
  private static final Pattern INCARNATION = Pattern.compile("\\.([a-z2-7]+)");
  private static final Pattern RECORD =
      Pattern.compile("\"id\":\"([^\"]+)\"[^{}]*?\"sha256\":\"([0-9a-f]{64})\"");
  private static final Pattern OBJECT = Pattern.compile("o/../([^.]+)\\.([a-z2-7]+)");
  private static final Pattern RENDERED =
      Pattern.compile("event=rendered .*rendition=(\\S+) .*lease=true");

  private final String bucket = "history-" + UUID.randomUUID();
  private final boolean shared;
  private final RedisServer redis;
  private final List<HistoryNode> nodes = new ArrayList<>();
  private final HistoryPictures pictures = new HistoryPictures();

  /// Starts the nodes with data below `folder`.
  ///
  /// @param shared whether they share renditions in the bucket
  HistoryCluster(Path folder, boolean shared) throws IOException {
    this.shared = shared;
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    for (String name : List.of("a", "b", "c")) {
      Duration ahead = name.equals("c") ? AHEAD : Duration.ZERO;
      nodes.add(new HistoryNode(name, ahead, folder.resolve(name), settings(), redis));
    }
    nodes.forEach(HistoryNode::start);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment(bucket));
    settings.putAll(
        Map.of(
            "CATALOG", "redis",
            "API_KEYS", AccessProgram.keys("admin:admin"),
            "PUBLIC_ORIGINALS", "all",
            "RENDER_WORKERS", "1",
            "STALE_WHEN_AWAY", STALE.toString()));
    if (shared) { // the first read renders, so that nodes compete for leases
      settings.put("RENDITIONS", "s3");
      settings.put("PREGENERATE", "");
    } else {
      settings.put("PREGENERATE", "small");
    }
    return settings;
  }

  List<HistoryNode> nodes() {
    return nodes;
  }

  HistoryPictures pictures() {
    return pictures;
  }

  RedisServer redis() {
    return redis;
  }

  /// Ends all faults, and waits until every node is ready and maintenance has nothing to do.
  void recover() throws IOException, InterruptedException {
    for (HistoryNode node : nodes) {
      node.heal();
    }
    Await.until(() -> nodes.stream().allMatch(HistoryNode::ready), "three ready nodes");
    Await.until(
        () -> {
          nodes.forEach(HistoryCluster::maintain);
          return redis.commands().xrange(REMOVALS, Range.unbounded()).stream()
              .allMatch(note -> failed(note.getBody().getOrDefault("text", "")));
        },
        "completed removals");
  }

  /// Whether a removal has failed before it removed the record, which names the blobs still. Its
  /// note is kept for an hour.
  private boolean failed(String note) {
    String id = note.split(" ", 2)[0];
    String record = redis.commands().get("image:" + id);
    return record != null
        && INCARNATION.matcher(note).results().anyMatch(one -> record.contains(one.group(1)));
  }

  /// Runs the maintenance of `node` once.
  static void maintain(HistoryNode node) {
    try {
      AccessProgram.send(node.program(), "POST", "/api/admin/upkeep", "admin");
    } catch (UncheckedIOException killed) {
      // a fault came in between
    }
  }

  /// Facts of the nodes that decide how old an answer may be.
  Conditions conditions() {
    Map<String, List<Span>> unheard =
        nodes.stream().collect(Collectors.toMap(HistoryNode::name, HistoryNode::unheard));
    return new Conditions(unheard, STALE);
  }

  /// Reads the state of `ids` at all nodes, in Redis and in the bucket.
  AtRest atRest(List<String> ids) {
    HistoryRequests requests = new HistoryRequests(pictures);
    Call.Read read = new Call.Read(HistoryRequests.PATHS.getFirst(), false, null);
    List<Call> reads =
        ids.stream()
            .flatMap(id -> nodes.stream().map(node -> requests.read(node, id, read)))
            .filter(Objects::nonNull)
            .toList();
    Map<String, Integer> records = records();
    records.keySet().retainAll(ids);
    List<AtRest.Stored> objects = objects();
    objects.removeIf(object -> !ids.contains(object.id()));
    return new AtRest(reads, records, objects, System.nanoTime());
  }

  private Map<String, Integer> records() {
    var page =
        AccessProgram.send(nodes.getFirst().program(), "GET", "/api/media?limit=200", "admin");
    Matcher item = RECORD.matcher(new String(page.body(), StandardCharsets.UTF_8));
    Map<String, Integer> records = new HashMap<>();
    while (item.find()) {
      records.put(item.group(1), pictures.original(item.group(2)));
    }
    return records;
  }

  private List<AtRest.Stored> objects() {
    String queue = redis.commands().xrange(REMOVALS, Range.unbounded()).toString();
    try (S3Client client = S3Server.shared().client()) {
      return client.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
          .map(S3Object::key)
          .flatMap(key -> stored(client, key, queue))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private Stream<AtRest.Stored> stored(S3Client client, String key, String queue) {
    Matcher name = OBJECT.matcher(key);
    if (!name.matches()) {
      return Stream.empty();
    }
    byte[] bytes = client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
    int picture = pictures.original(HistoryPictures.digest(bytes));
    return Stream.of(new AtRest.Stored(name.group(1), key, picture, queue.contains(name.group(2))));
  }

  /// The sum of a metric of [HistoryNode] over all nodes, since the start.
  long sum(String metric) {
    return (long) nodes.stream().mapToDouble(node -> node.metric(metric)).sum();
  }

  /// Results of renders that were not written to the bucket, since the start.
  long unwritten() {
    return sum(HistoryNode.WRITE_FAILED) + sum(HistoryNode.WRITE_DROPPED);
  }

  /// Lookups of renditions that the bucket has not answered, since the start.
  long unread() {
    return sum(HistoryNode.READ_FAILED) + sum(HistoryNode.READ_REFUSED);
  }

  /// The renders of media whose ids begin with `prefix`, where the nodes share renditions.
  Renders renders(String prefix, Renders.Losses losses) {
    Map<String, Long> counts =
        nodes.stream()
            .flatMap(node -> node.log("event=rendered "))
            .map(RENDERED::matcher)
            .filter(Matcher::find)
            .map(line -> line.group(1))
            .filter(rendition -> rendition.startsWith(prefix))
            .collect(Collectors.groupingBy(rendition -> rendition, Collectors.counting()));
    return shared ? new Renders(counts, losses) : Renders.NOT_SHARED;
  }

  @Override
  public void close() {
    for (HistoryNode node : nodes) {
      node.close();
    }
    redis.close();
  }
}
