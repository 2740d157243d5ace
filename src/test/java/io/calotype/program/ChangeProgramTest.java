package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Changes of records and batches of deletions, over HTTP.
class ChangeProgramTest extends AccessProgram {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  @Test
  void visibility_changedBackAndForth_appliesToTheNextRequest() {
    upload(program, "/api/media/turned?visibility=public", OPEN, "ann");
    String image = "/images/turned";
    String etag = etag(get(image, "none"));
    for (int i = 0; i < 5; i++) {
      assertThat(patch("turned", "{\"visibility\":\"private\"}").statusCode()).isEqualTo(200);
      assertThat(get(image, "none").statusCode()).isEqualTo(404);
      assertThat(get(image, "none", "If-None-Match", etag).statusCode()).isEqualTo(404);
      assertThat(get(image, "other").statusCode()).isEqualTo(404);
      HttpResponse<byte[]> own = get(image, "ann");
      assertThat(own.headers().firstValue("Cache-Control"))
          .hasValueSatisfying(policy -> assertThat(policy).startsWith("private"));
      assertThat(own.headers().firstValue("Cache-Status"))
          .hasValueSatisfying(status -> assertThat(status).contains("hit"));
      assertThat(text(get("/api/media?limit=200&visibility=public", "ann")))
          .doesNotContain("turned");

      assertThat(patch("turned", "{\"visibility\":\"public\"}").statusCode()).isEqualTo(200);
      HttpResponse<byte[]> open = get(image, "none");
      assertThat(open.statusCode()).isEqualTo(200);
      assertThat(etag(open)).isEqualTo(etag);
      assertThat(open.headers().firstValue("Cache-Control"))
          .hasValueSatisfying(policy -> assertThat(policy).startsWith("public"));
      assertThat(get(image, "none", "If-None-Match", etag).statusCode()).isEqualTo(304);
    }
  }

  @Test
  void attributes_merged_keepTheOthers() {
    upload(program, "/api/media/merged?attr.a=1&attr.b=2&group=g1", OPEN, "ann");

    HttpResponse<byte[]> changed =
        patch("merged", "{\"attributes\":{\"a\":null,\"b\":\"3\",\"c\":\"\"},\"group\":\"g2\"}");

    assertThat(text(changed))
        .contains("\"attributes\":{\"b\":\"3\",\"c\":\"\"}", "\"group\":\"g2\"");
    assertThat(etag(changed)).isEqualTo(etag(get("/api/media/merged", "ann")));
    assertThat(text(get("/api/media?group=g2", "ann"))).contains("merged");
    assertThat(text(get("/api/media?group=g1", "ann"))).doesNotContain("merged");
    assertThat(text(patch("merged", "{\"attributes\":null,\"group\":null,\"focus\":\"0.2,1\"}")))
        .contains("\"attributes\":{}", "\"group\":null", "\"focus\":\"0.20,1\"");
    assertThat(text(patch("merged", "{}"))).contains("\"focus\":\"0.20,1\"");
    assertThat(text(patch("merged", "{\"focus\":null}"))).doesNotContain("focus");
  }

  /// A URL that names a focus or a gravity, and one that crops nothing, do not depend on it.
  @Test
  void focus_changed_movesCropsWithoutAnAnchor() {
    upload(program, "/api/media/focused?visibility=public", OPEN, "ann");
    String crop = "/images/focused?w=200&h=200&fit=cover";
    String centred = etag(get(crop, "none"));
    String corner = etag(get(crop + "&focus=0,0", "none"));
    String whole = etag(get("/images/focused?w=200", "none"));
    String version = link(text(get("/api/media/focused", "ann")), "image").split("v=", 2)[1];
    assertThat(get(crop + "&v=" + version, "none").headers().firstValue("Cache-Control"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("immutable"));

    assertThat(patch("focused", "{\"focus\":\"0,0\"}").statusCode()).isEqualTo(200);

    assertThat(etag(get(crop, "none"))).isEqualTo(corner).isNotEqualTo(centred);
    assertThat(get(crop, "none").body()).isEqualTo(get(crop + "&focus=0,0", "none").body());
    assertThat(etag(get(crop + "&gravity=center", "none"))).isEqualTo(centred);
    assertThat(etag(get("/images/focused?w=200", "none"))).isEqualTo(whole);
    String later = link(text(get("/api/media/focused", "ann")), "image").split("v=", 2)[1];
    assertThat(later).isNotEqualTo(version);
    assertThat(get(crop + "&v=" + version, "none").headers().firstValue("Cache-Control"))
        .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("immutable"));
    assertThat(get(crop + "&v=" + later, "none").headers().firstValue("Cache-Control"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("immutable"));
  }

  @Test
  void ttl_setAndRemoved_boundsCachesAndExpires() {
    upload(program, "/api/media/mortal?visibility=public", OPEN, "ann");

    Instant end = expiry(patch("mortal", "{\"ttl\":600}"));
    assertThat(end).isBetween(Instant.now().plusSeconds(300), Instant.now().plusSeconds(601));
    assertThat(maxAge(get("/images/mortal", "none"))).isLessThanOrEqualTo(600);
    assertThat(expiry(patch("mortal", "{\"ttl\":\"P1D\",\"group\":null}")))
        .isAfter(end.plus(Duration.ofHours(22)));
    assertThat(text(patch("mortal", "{\"ttl\":null}"))).contains("\"expiresAt\":null");
    assertThat(maxAge(get("/images/mortal", "none"))).isEqualTo(3600);

    patch("mortal", "{\"ttl\":\"PT0.001S\"}");
    Await.until(() -> get("/images/mortal", "none").statusCode() != 200);
    assertThat(get("/images/mortal", "none").statusCode()).isIn(404, 410);
    assertThat(patch("mortal", "{\"ttl\":null}").statusCode()).isIn(404, 410);
  }

  @Test
  void ifMatch_changedMeanwhile_isRefusedAndChangesNothing() {
    upload(program, "/api/media/guarded", OPEN, "ann");
    String etag = etag(get("/api/media/guarded", "ann"));
    String group = "{\"group\":\"first\"}";

    HttpResponse<byte[]> first = patch("guarded", group, "If-Match", etag);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(patch("guarded", "{\"group\":\"second\"}", "If-Match", etag).statusCode())
        .isEqualTo(412);
    assertThat(text(get("/api/media/guarded", "ann"))).contains("\"group\":\"first\"");
    assertThat(patch("guarded", "{\"group\":\"third\"}", "If-Match", etag(first)).statusCode())
        .isEqualTo(200);
    assertThat(patch("guarded", "{}", "If-Match", "*").statusCode()).isEqualTo(200);
  }

  /// Counters in attributes: each change that was answered with 200 is in the record.
  @Test
  void patch_byManyAtOnce_losesNone() {
    upload(program, "/api/media/busy", OPEN, "ann");
    Queue<Integer> done = new ConcurrentLinkedQueue<>();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        int number = i;
        crowd.execute(() -> {
          String body = "{\"attributes\":{\"n%d\":\"%d\"}}".formatted(number, number);
          HttpResponse<byte[]> answer = patch("busy", body);
          while (answer.statusCode() == 503) {
            answer = patch("busy", body);
          }
          assertThat(answer.statusCode()).isEqualTo(200);
          done.add(number);
        });
      }
    }

    assertThat(done).hasSize(12);
    String record = text(get("/api/media/busy", "ann"));
    IntStream.range(0, 12)
        .forEach(i -> assertThat(record).contains("\"n%d\":\"%d\"".formatted(i, i)));
  }

  @Test
  void patch_whileItIsDeletedAndUploadedAgain_isAnsweredByOneOfBoth() {
    for (int i = 0; i < 5; i++) {
      String id = "raced" + i;
      upload(program, "/api/media/" + id, OPEN, "ann");
      try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
        crowd.execute(() -> assertThat(patch(id, "{\"group\":\"x\"}").statusCode()).isIn(200, 404));
        crowd.execute(() ->
            assertThat(send(program, "DELETE", "/api/media/" + id, "ann").statusCode())
                .isEqualTo(204));
      }
      assertThat(get("/api/media/" + id, "ann").statusCode()).isEqualTo(404);
      assertThat(text(get("/api/media?group=x", "ann"))).doesNotContain(id);
      upload(program, "/api/media/" + id, HIDDEN, "ann");
      assertThat(text(get("/api/media/" + id, "ann"))).contains("\"group\":null");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nope\":1}|nope",
        "{\"id\":\"x\"}|id",
        "{\"visibility\":null}|visibility",
        "{\"visibility\":\"PUBLIC\"}|visibility",
        "{\"visibility\":true}|visibility",
        "{\"group\":7}|group",
        "{\"group\":\"a b\"}|group",
        "{\"group\":[\"a\"]}|group",
        "{\"ttl\":-1}|ttl",
        "{\"ttl\":0}|ttl",
        "{\"ttl\":1.5}|ttl",
        "{\"ttl\":\"soon\"}|ttl",
        "{\"ttl\":99999999999}|ttl",
        "{\"focus\":\"2,2\"}|focus",
        "{\"focus\":{\"x\":0}}|focus",
        "{\"attributes\":[]}|attributes",
        "{\"attributes\":\"a\"}|attributes",
        "{\"attributes\":{\"a\":1}}|attribute a",
        "{\"attributes\":{\"\":\"a\"}}|attr",
        "{\"group\":\"a\",\"group\":\"b\"}|twice",
        "{\"attributes\":{\"a\":\"b\",\"a\":null}}|twice",
        "{\"group\":\"a\"}{}|follows",
        "[]|no JSON object",
        "null|no JSON object",
        "{|no JSON object",
      })
  void patch_wrong_isRefusedByName(String body, String named) {
    HttpResponse<byte[]> answer = patch("open", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer)).contains(named);
    assertThat(text(get("/api/media/open", "ann"))).contains("\"group\":\"g\"");
  }

  @Test
  void patch_tooManyAttributes_changesNothing() {
    String many =
        IntStream.range(0, 17)
            .mapToObj(i -> "\"m%d\":\"\"".formatted(i))
            .collect(Collectors.joining(",", "{\"attributes\":{", "}}"));

    assertThat(patch("kept", many).statusCode()).isEqualTo(400);
    assertThat(
            patch("kept", "{\"attributes\":{\"a\":\"%s\"}}".formatted("x".repeat(1024)))
                .statusCode())
        .isEqualTo(400);
    assertThat(text(get("/api/media/kept", "ann")))
        .contains("\"attributes\":{\"title\":\"secret\"}");
  }

  @Test
  void patch_byOthers_followsTheRoles() {
    String body = "{\"group\":\"theirs\"}";

    assertThat(patchAs("viewer", "open", body).statusCode()).isEqualTo(403);
    assertThat(patchAs("other", "open", body).statusCode()).isEqualTo(403);
    assertThat(patchAs("other", "secret", body).statusCode()).isEqualTo(404);
    assertThat(patchAs("other", "absent", body).statusCode()).isEqualTo(404);
    assertThat(patchAs("none", "open", body).statusCode()).isEqualTo(401);
    assertThat(patchAs("admin", "open", "{\"group\":\"g\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void batchDelete_mixed_isToldForEachId() {
    upload(program, "/api/media/b-own?visibility=public", OPEN, "other");
    upload(program, "/api/media/b-own2", OPEN, "other");
    upload(program, "/api/media/b-public?visibility=public", OPEN, "ann");
    upload(program, "/api/media/b-private", OPEN, "ann");
    assertThat(get("/images/b-own", "none").statusCode()).isEqualTo(200);

    HttpResponse<byte[]> answer =
        batch("other", "b-own", "b-own2", "b-own", "b-public", "b-private", "b-absent");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer))
        .isEqualTo(
            "{\"deleted\":2,\"missing\":[\"b-private\",\"b-absent\"],\"refused\":[\"b-public\"]}");
    assertThat(get("/images/b-own", "none").statusCode()).isEqualTo(404);
    assertThat(get("/api/media/b-private", "ann").statusCode()).isEqualTo(200);
    assertThat(text(batch("admin", "b-private", "b-public")))
        .isEqualTo("{\"deleted\":2,\"missing\":[],\"refused\":[]}");
  }

  @Test
  void batchDelete_wrongLists_areRefused() {
    String[] many = IntStream.range(0, 1001).mapToObj(i -> "x" + i).toArray(String[]::new);
    String[] longest =
        IntStream.range(0, 1000).mapToObj("%0128d"::formatted).toArray(String[]::new);

    assertThat(batch("ann").statusCode()).isEqualTo(400);
    assertThat(batch("ann", "a b").statusCode()).isEqualTo(400);
    assertThat(batch("ann", many).statusCode()).isEqualTo(400);
    assertThat(batch("viewer", "open").statusCode()).isEqualTo(403);
    assertThat(batch("ann", longest).statusCode()).isEqualTo(200);
  }

  @Test
  void media_namedLikeTheBatchRoute_isServedChangedAndDeleted() {
    upload(program, "/api/media/batch-delete?visibility=public", OPEN, "ann");

    assertThat(get("/images/batch-delete", "none").statusCode()).isEqualTo(200);
    assertThat(get("/api/media/batch-delete/thumbnail", "none").statusCode()).isEqualTo(200);
    assertThat(get("/api/media/batch-delete", "ann").statusCode()).isEqualTo(200);
    assertThat(patch("batch-delete", "{\"group\":\"q\"}").statusCode()).isEqualTo(200);
    assertThat(text(batch("ann", "batch-delete"))).contains("\"deleted\":1");
  }

  private HttpResponse<byte[]> batch(String caller, String... ids) {
    String list =
        List.of(ids).stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
    return sent(
        "POST", "/api/media/batch-delete", caller, "application/json", "{\"ids\":[" + list + "]}");
  }

  private HttpResponse<byte[]> patch(String id, String body, String... headers) {
    return sent("PATCH", "/api/media/" + id, "ann", MERGE_PATCH, body, headers);
  }

  private HttpResponse<byte[]> patchAs(String caller, String id, String body) {
    return sent("PATCH", "/api/media/" + id, caller, "application/json", body);
  }

  private HttpResponse<byte[]> sent(
      String method, String path, String caller, String type, String body, String... headers) {
    HttpRequest.Builder request =
        program
            .request(path)
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", type);
    authorize(request, caller);
    return program.send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<byte[]> get(String path, String caller, String... headers) {
    return send(program, "GET", path, caller, headers);
  }

  private static String etag(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  private static long maxAge(HttpResponse<byte[]> answer) {
    String policy = answer.headers().firstValue("Cache-Control").orElseThrow();
    Matcher age = Pattern.compile("max-age=([0-9]+)").matcher(policy);
    assertThat(age.find()).isTrue();
    return Long.parseLong(age.group(1));
  }

  private static Instant expiry(HttpResponse<byte[]> answer) {
    return Instant.parse(link(text(answer), "expiresAt"));
  }
}
