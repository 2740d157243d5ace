package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.EventReader;
import io.calotype.json.JsonValue;
import io.calotype.originals.s3.S3Server;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// Two nodes of one data set, with originals in S3 and records in Redis.
class NodesProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(900, 600, 1);
  private static final byte[] OTHER = Pictures.jpeg(600, 900, 2);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static final String BUCKET = "nodes-" + UUID.randomUUID();
  private static RedisServer redis;
  private static Program one;
  private static Program two;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    one = Program.start(folder.resolve("one"), settings("one"));
    two = Program.start(folder.resolve("two"), settings("two"));
  }

  private static Map<String, String> settings(String node) {
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment(BUCKET));
    settings.putAll(
        Map.of("CATALOG", "redis", "REDIS_URL", redis.uri(), "NODE", node, "RENDITIONS", "s3"));
    return settings;
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    redis.close();
  }

  @Test
  void upload_atOneNode_isServedByTheOther() {
    assertThat(one.put("shared", PHOTO).statusCode()).isEqualTo(201);

    assertThat(two.get("/api/media/shared/content").body()).isEqualTo(PHOTO);
    assertThat(two.get("/images/shared/small").statusCode()).isEqualTo(200);
    assertThat(two.put("shared", PHOTO).statusCode()).isEqualTo(200);
    assertThat(two.put("shared", OTHER).statusCode()).isEqualTo(409);
  }

  @Test
  void events_ofOneNode_areReadAndResumedAtTheOther() {
    String last;
    try (EventReader reader = EventReader.open(two.request("/api/events"))) {
      assertThat(one.put("heard", PHOTO).statusCode()).isEqualTo(201);
      reader.await("uploaded heard");
      assertThat(two.get("/api/media/heard").statusCode()).isEqualTo(200);
      last = reader.lastId();
      assertThat(one.delete("/api/media/heard").statusCode()).isEqualTo(204);
      reader.await("deleted heard");
      assertThat(two.get("/api/media/heard").statusCode()).isEqualTo(404);
    }

    try (EventReader resumed =
        EventReader.open(one.request("/api/events").header("Last-Event-ID", last))) {
      resumed.await("deleted heard");
      assertThat(resumed.summary()).startsWith("deleted heard");
    }
  }

  @Test
  void firstView_atTheOtherNode_isAHit() {
    assertThat(one.put("preset", PHOTO).statusCode()).isEqualTo(201);

    HttpResponse<byte[]> first = two.get("/images/preset/small");
    HttpResponse<byte[]> second = two.get("/images/preset/small");

    assertThat(cacheStatus(first)).isEqualTo("calotype; hit; detail=shared");
    assertThat(cacheStatus(second)).isEqualTo("calotype; hit; detail=memory");
    assertThat(first.body()).isEqualTo(one.get("/images/preset/small").body());
  }

  /// A busy machine may answer for Redis after its limit. Such a render is counted.
  @Test
  void rendition_wantedAtBothAtOnce_isRenderedOnce() throws Exception {
    assertThat(one.put("race", PHOTO).statusCode()).isEqualTo(201);
    List<Callable<HttpResponse<byte[]>>> requests = new ArrayList<>();
    for (int width : new int[] {320, 384, 480, 512, 640, 750}) {
      requests.add(() -> one.get("/images/race?w=" + width));
      requests.add(() -> two.get("/images/race?w=" + width));
    }
    double renders = sum("calotype_renders_seconds_count{output=\"webp\"");
    double alone = alone();

    List<HttpResponse<byte[]>> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpResponse<byte[]>> answer : clients.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers)
        .hasSize(12)
        .allSatisfy(answer -> assertThat(cacheStatus(answer)).isIn(MADE));
    assertThat(sum("calotype_renders_seconds_count{output=\"webp\"") - renders)
        .isBetween(6.0, 6 + alone() - alone);
    assertThat(answers.stream().map(NodesProgramTest::tag).distinct()).hasSize(6);
  }

  private static final List<String> MADE =
      List.of(
          "calotype; fwd=miss", "calotype; fwd=miss; collapsed", "calotype; hit; detail=shared");

  private static double alone() {
    return sum("calotype_render_leases_total{outcome=\"alone\"")
        + sum("calotype_render_leases_total{outcome=\"impatient\"")
        + sum("calotype_render_leases_total{outcome=\"taken_over\"")
        + sum("calotype_render_leases_total{outcome=\"fenced\"");
  }

  private static double sum(String metric) {
    return one.metric(metric) + two.metric(metric);
  }

  private static String tag(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("ETag").orElse("");
  }

  private static String cacheStatus(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Cache-Status").orElse("");
  }

  /// Any node may encode it; the other fetches it from the bucket.
  @Test
  void avif_popularAtOneNode_isServedByBoth() {
    assertThat(one.put("popular", PHOTO).statusCode()).isEqualTo(201);

    Await.until(() -> avif(one), "AVIF at the node of the requests");
    Await.until(() -> avif(two), "AVIF at the other node");

    assertThat(sum("calotype_avif_tasks_total{outcome=\"made\"")).isPositive();
  }

  private static boolean avif(Program node) {
    return node.get("/images/popular?w=320&format=auto", "Accept", "image/avif,image/webp,*/*")
        .headers()
        .firstValue("Content-Type")
        .equals(Optional.of("image/avif"));
  }

  @Test
  void delete_atOneNode_isTrueAtTheOtherAndLeavesNothing() throws IOException {
    assertThat(one.put("removed", PHOTO).statusCode()).isEqualTo(201);
    assertThat(two.get("/images/removed/small").statusCode()).isEqualTo(200);
    assertThat(renditions("two", "removed")).isPositive();

    assertThat(one.delete("/api/media/removed").statusCode()).isEqualTo(204);

    Await.until(() -> two.get("/images/removed/small").statusCode() == 404, "the removal");
    assertThat(two.get("/api/media/removed/content").statusCode()).isEqualTo(404);
    Await.until(() -> renditions("two", "removed") == 0, "the removal of renditions");
    assertThat(objects("removed")).isZero();
  }

  @Test
  void upload_ofADeletedId_replacesItAtTheOther() {
    assertThat(one.put("again", PHOTO).statusCode()).isEqualTo(201);
    assertThat(two.get("/api/media/again/content").body()).isEqualTo(PHOTO);
    byte[] before = two.get("/images/again/small").body();

    assertThat(one.delete("/api/media/again").statusCode()).isEqualTo(204);
    assertThat(one.put("again", OTHER).statusCode()).isEqualTo(201);

    Await.until(
        () -> Arrays.equals(two.get("/api/media/again/content").body(), OTHER), "the new bytes");
    Await.until(
        () -> !Arrays.equals(two.get("/images/again/small").body(), before),
        "a rendition of the new bytes");
  }

  @Test
  void stats_always_nameTheNodes() {
    Await.until(
        () -> text(two.get("/api/stats")).contains("\"nodes\":[\"one\",\"two\"]"), "both nodes");
    assertThat(text(one.get("/api/stats"))).contains("\"node\":\"one\"");
    assertThat(text(two.get("/api/stats"))).contains("\"node\":\"two\"");
  }

  /// The report of the other node is up to five seconds old.
  @Test
  void stats_ofTheCluster_areSumsOfBothNodes() {
    assertThat(one.put("counted", PHOTO).statusCode()).isEqualTo(201);
    assertThat(one.get("/images/counted/small").statusCode()).isEqualTo(200);
    assertThat(two.get("/images/counted/small").statusCode()).isEqualTo(200);
    assertThat(two.get("/images/counted/small").statusCode()).isEqualTo(200); // from memory

    Await.until(() -> hits(cluster(), "two") > 0, "a report of the other node");
    JsonValue stats = cluster();

    assertThat(stats.at("scope").text()).isEqualTo("cluster");
    assertThat(stats.at("node").text()).isEqualTo("one");
    assertThat(stats.at("missing").items()).isEmpty();
    assertThat(stats.at("perNode").items())
        .hasSize(2)
        .allSatisfy(node -> assertThat(node.at("ageMillis").count()).isBetween(0L, 60_000L));
    assertThat(stats.at("requests").at("memoryHits").count())
        .isEqualTo(hits(stats, "one") + hits(stats, "two"));
    assertThat(one.get("/api/stats?scope=all").statusCode()).isEqualTo(400);
  }

  private static JsonValue cluster() {
    return JsonValue.read(one.get("/api/stats?scope=cluster").body()).orElseThrow();
  }

  private static long hits(JsonValue stats, String node) {
    return stats.at("perNode").items().stream()
        .filter(each -> each.at("node").text().equals(node))
        .mapToLong(each -> each.at("requests").at("memoryHits").count())
        .sum();
  }

  @Test
  void node_thatAnswers_isNamedInServerTimingAndTheLog() {
    assertThat(one.put("named", PHOTO).statusCode()).isEqualTo(201);

    assertThat(timing(two.get("/images/named?w=96")))
        .matches("render;dur=[0-9.]+, node;desc=\"two\"");
    assertThat(timing(two.get("/images/named?w=96"))).isEqualTo("node;desc=\"two\"");
    assertThat(one.logUntil("event=stored id=named"))
        .filteredOn(line -> line.startsWith("time="))
        .allMatch(line -> line.contains(" node=one event="));
  }

  @Test
  void clear_atOneNode_clearsTheOther() throws IOException {
    assertThat(one.put("cleared", PHOTO).statusCode()).isEqualTo(201);
    assertThat(two.get("/images/cleared/small").statusCode()).isEqualTo(200);
    assertThat(renditions("two", "cleared")).isPositive();

    HttpResponse<byte[]> dry = clear("{\"all\":true,\"dryRun\":true}");
    HttpResponse<byte[]> answer = clear("{\"all\":true}");

    Await.until(() -> renditions("two", "cleared") == 0, "the clear at the other node");
    assertThat(renditions("one", "cleared")).isZero();
    assertThat(text(dry)).contains("\"renditions\":[\"node\",\"bucket\"]");
    assertThat(text(answer))
        .contains("\"covers\":{\"node\":\"one\",\"nodes\":[\"one\",\"two\"],")
        .contains("\"renditions\":[\"nodes\",\"bucket\"],\"originals\":[]");
    assertThat(text(one.get("/api/admin/usage")))
        .contains("\"renditions\":[\"node\"],\"originals\":[\"bucket\"]");
    assertThat(cacheStatus(two.get("/images/cleared/small"))).contains("fwd=miss");
  }

  private static HttpResponse<byte[]> clear(String selection) {
    return one.post(
        "/api/cache/clear", "application/json", selection.getBytes(StandardCharsets.UTF_8));
  }

  private static String timing(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Server-Timing").orElse("");
  }

  private static long renditions(String node, String id) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(node).resolve("renditions"))) {
      return files.filter(file -> file.toString().contains("/" + id + "/")).count();
    } catch (UncheckedIOException changing) {
      return 1; // a folder was removed meanwhile
    }
  }

  private static long objects(String id) {
    try (S3Client client = S3Server.shared().client()) {
      return client.listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
          .filter(object -> object.key().contains("/" + id + "."))
          .count();
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
