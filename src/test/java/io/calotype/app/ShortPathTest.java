package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.MetricText;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each request has the same answer on the short path and on the usual one, byte for byte.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShortPathTest {
  private static final String SMALL = ShortPathRequests.SMALL;
  private static final int TIMES = 3;

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer server;

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer keyless;

  @BeforeAll
  void start() {
    server =
        AcceptingServer.start(
            Map.of(
                "API_KEYS", AcceptingServer.keys("app:admin"),
                "CORS_ORIGINS", "https://a.b,https://c.d",
                "CDN_PURGE", "varnish:http://127.0.0.1:9"));
    keyless =
        AcceptingServer.start(
            Map.of(
                "CDN_URL", "https://cdn.example",
                "DELIVERY", "redirect",
                "REDIRECT_FROM", "500",
                "MEMORY_CACHE_SIZE", "0"));
    upload(server, "a");
    upload(keyless, "a");
  }

  @AfterAll
  void stop() {
    server.close();
    keyless.close();
  }

  @ParameterizedTest
  @MethodSource({
    "io.calotype.app.ShortPathRequests#repeated",
    "io.calotype.app.ShortPathRequests#unusual"
  })
  void answer_byEitherPath_isTheSame(String request) throws IOException {
    prepare(request);
    try (RawConnection shortly = open(server);
        RawConnection usual = usual(server)) {
      List<String> expected = answers(usual, request);

      assertThat(answers(shortly, request)).isEqualTo(expected);
    }
  }

  /// Clients send heads of different lengths on one connection.
  @Test
  void answer_headLongerThanTheLastOnes_comesFromTheShortPath() throws IOException {
    List<String> heads =
        IntStream.of(0, 300, 10, 1_900, 0, 3_900)
            .mapToObj(
                length -> ShortPathRequests.get("/images/a/small", "Cookie: " + "c".repeat(length)))
            .toList();
    try (RawConnection shortly = open(server)) {
      for (int i = 0; i < 40; i++) {
        shortly.answer(SMALL);
      }
      double before = repeats();
      heads.forEach(shortly::answer);

      assertThat(repeats() - before).isEqualTo(heads.size());
    }
  }

  @ParameterizedTest
  @MethodSource("io.calotype.app.ShortPathRequests#repeated")
  void answer_secondTime_comesFromTheShortPath(String request) throws IOException {
    prepare(request);
    try (RawConnection shortly = open(server)) {
      shortly.answer(request);
      double before = repeats();
      shortly.answer(request);

      assertThat(repeats()).isEqualTo(before + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.calotype.app.ShortPathRequests#unusual")
  void answer_toUnusualRequest_comesFromTheUsualPath(String request) throws IOException {
    try (RawConnection shortly = open(server)) {
      double before = repeats();
      answers(shortly, request);

      assertThat(repeats()).isEqualTo(before);
    }
  }

  /// A known request that arrives with other bytes is not taken out of them.
  @Test
  void answer_knownRequestAmongOtherBytes_isTheSame() throws IOException {
    String hidden =
        "POST /images/a/small HTTP/1.1\r\n" + ShortPathRequests.HOST + "Content-Length: ";
    for (String stream :
        List.of(
            SMALL + SMALL + SMALL,
            "\r\n" + SMALL + "\r\n" + SMALL + SMALL,
            hidden + SMALL.length() + "\r\n\r\n" + SMALL + SMALL + SMALL,
            SMALL.replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n12345") + SMALL + SMALL)) {
      try (RawConnection shortly = known();
          RawConnection usual = usual(server)) {
        assertThat(threeAnswers(shortly, stream)).isEqualTo(threeAnswers(usual, stream));
      }
    }
  }

  @Test
  void answer_knownRequestInTwoParts_isTheSame() throws IOException {
    for (int at : List.of(1, 5, 22, SMALL.length() - 3, SMALL.length() - 1)) {
      try (RawConnection shortly = known();
          RawConnection usual = usual(server)) {
        shortly.send(SMALL.substring(0, at));
        usual.send(SMALL.substring(0, at));
        try (RawConnection other = known()) { // the first part has arrived when this is answered
          other.answer(SMALL);
        }

        assertThat(shortly.answer(SMALL.substring(at)))
            .isEqualTo(usual.answer(SMALL.substring(at)));
        assertThat(answers(shortly, SMALL)).isEqualTo(answers(usual, SMALL));
      }
    }
  }

  /// The rest of a body looks like a known request.
  @Test
  void answer_knownRequestAsPartOfABody_isNotGiven() throws IOException {
    try (RawConnection shortly = known()) {
      shortly.send(
          "POST /images/a/small HTTP/1.1\r\n"
              + ShortPathRequests.HOST
              + "Content-Length: 9999\r\n\r\n");
      assertThat(shortly.answered(false)).startsWith("HTTP/1.1 405 ");
      double before = repeats();
      shortly.answer(SMALL);

      assertThat(repeats()).isEqualTo(before);
    }
  }

  @Test
  void answer_byEitherPath_countsTheSame() throws IOException {
    List<String> names =
        List.of(
            "calotype_http_requests_seconds_count{route=\"image\",status=\"200\"",
            "calotype_http_requests_seconds_count{route=\"image\",status=\"304\"",
            "calotype_cache_hits_total{tier=\"memory\"",
            "calotype_cache_hits_total{tier=\"disk\"",
            "calotype_cache_misses");
    String unchanged = ShortPathRequests.get("/images/a/small", "If-None-Match: *");
    try (RawConnection shortly = known();
        RawConnection usual = usual(server)) {
      shortly.answer(unchanged);

      assertThat(counts(names, shortly, unchanged)).isEqualTo(counts(names, usual, unchanged));
    }
  }

  /// The counts of answers to [#SMALL] and to `unchanged`. An answer is counted after it was sent,
  /// so that a client may be faster.
  private List<Double> counts(List<String> names, RawConnection connection, String unchanged) {
    Await.until(() -> values(names).equals(values(names)), "no earlier answer to count");
    List<Double> before = values(names);
    answers(connection, SMALL);
    answers(connection, unchanged);
    Await.until(
        () -> {
          List<Double> risen = differences(before, values(names));
          return risen.get(0) + risen.get(1) == 2 * TIMES;
        },
        "the counts of all answers");
    return differences(before, values(names));
  }

  @Test
  void answer_afterChanges_isThatOfTheCurrentRecord() throws IOException {
    upload(server, "c");
    String request = ShortPathRequests.get("/images/c/small");
    try (RawConnection shortly = open(server);
        RawConnection usual = usual(server)) {
      for (String change :
          List.of(
              "{\"group\":\"g\"}",
              "{\"visibility\":\"private\"}",
              "{\"visibility\":\"public\"}",
              "{\"ttl\":100000}",
              "{\"ttl\":null}",
              "{\"focus\":\"0.2,1\"}")) {
        answers(shortly, request);
        assertThat(patch(change)).isEqualTo(200);

        String after = shortly.answer(request);
        assertThat(after.startsWith("HTTP/1.1 404 ")).isEqualTo(change.contains("private"));
        assertThat(shortly.answer(request)).isEqualTo(usual.answer(request));
      }
      server.send(server.as("app", "/api/media/c").DELETE());
      assertThat(shortly.answer(request)).startsWith("HTTP/1.1 404 ");
      upload(server, "c");
      assertThat(shortly.answer(request)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void answer_bytesNoLongerInMemory_isMadeAgain() throws IOException {
    upload(server, "d");
    String request = ShortPathRequests.get("/images/d/small");
    try (RawConnection shortly = open(server)) {
      answers(shortly, request);
      server.send(
          server
              .as("app", "/api/cache/clear")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"all\":true}")));

      assertThat(shortly.answer(request)).contains("\r\ncache-status: calotype; fwd=miss\r\n");
    }
  }

  @Test
  void answer_whileHitsAreLogged_comesFromTheUsualPath() throws IOException {
    Logger log = Logger.getLogger(EventLog.NAME);
    Level level = log.getLevel();
    try (RawConnection shortly = known()) {
      double before = repeats();
      log.setLevel(Level.FINE);
      answers(shortly, SMALL);

      assertThat(repeats()).isEqualTo(before);
    } finally {
      log.setLevel(level);
    }
  }

  @Test
  void answer_ofServerWithoutKeysToProxy_isRefused() throws IOException {
    try (RawConnection shortly = open(keyless)) {
      String request = ShortPathRequests.get("/images/a/small?via=cdn");
      answers(shortly, request);

      assertThat(
              shortly.answer(
                  ShortPathRequests.get("/images/a/small?via=cdn", "X-Forwarded-For: 1.2.3.4")))
          .startsWith("HTTP/1.1 403 ");
      assertThat(shortly.answer(request.replace("localhost", "example.com")))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  /// Its files are open for a second each: the short path is taken between two look-ups.
  @Test
  void answer_withoutMemory_isTheSameByEitherPath() throws IOException {
    String request = ShortPathRequests.get("/images/a/small?via=cdn");
    try (RawConnection shortly = open(keyless);
        RawConnection usual = usual(keyless)) {
      usual.answer(request);
      String expected = usual.answer(request);
      assertThat(expected).contains("detail=disk");
      double before = keyless.metric("calotype_repeated_answers_total");
      Await.until(() -> {
        assertThat(shortly.answer(request)).isEqualTo(expected);
        return keyless.metric("calotype_repeated_answers_total") > before;
      });
      assertThat(usual.answer(request)).isEqualTo(expected);
    }
  }

  /// A redirect is counted by its target, and is given at its time.
  @Test
  void answer_thatRedirects_comesFromTheUsualPath() throws IOException {
    try (RawConnection shortly = open(keyless)) {
      shortly.answer(ShortPathRequests.get("/images/a/small?via=cdn"));

      assertThat(answers(shortly, SMALL)).allMatch(answer -> answer.startsWith("HTTP/1.1 302 "));
    }
    assertThat(keyless.metric("calotype_redirects_total{target=\"cdn\"}")).isEqualTo(TIMES);
  }

  private static RawConnection open(AcceptingServer to) throws IOException {
    return RawConnection.open(to.uri("").getPort());
  }

  private static RawConnection usual(AcceptingServer to) throws IOException {
    return RawConnection.usual(to.uri("").getPort());
  }

  /// A connection whose loop knows the answer to [#SMALL].
  private RawConnection known() throws IOException {
    RawConnection connection = open(server);
    answers(connection, SMALL);
    return connection;
  }

  /// Renders what `request` names, so that its answers come from memory.
  private void prepare(String request) throws IOException {
    try (RawConnection usual = usual(server)) {
      usual.answer(request);
    }
  }

  private static List<String> answers(RawConnection connection, String request) {
    return IntStream.range(0, TIMES).mapToObj(time -> connection.answer(request)).toList();
  }

  private static List<String> threeAnswers(RawConnection connection, String stream) {
    connection.send(stream);
    return IntStream.range(0, TIMES).mapToObj(time -> connection.answered(false)).toList();
  }

  private static void upload(AcceptingServer to, String id) {
    byte[] bytes = AcceptingServer.jpeg(id.hashCode());
    assertThat(to.put("app", "/api/media/" + id, bytes).statusCode()).isEqualTo(201);
  }

  private int patch(String json) {
    return server
        .send(
            server
                .as("app", "/api/media/c")
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(json)))
        .statusCode();
  }

  private double repeats() {
    return server.metric("calotype_repeated_answers_total");
  }

  private List<Double> values(List<String> names) {
    byte[] metrics = server.send(server.as("app", "/metrics").GET()).body();
    return names.stream().map(name -> MetricText.sum(metrics, name)).toList();
  }

  private static List<Double> differences(List<Double> before, List<Double> after) {
    return IntStream.range(0, before.size()).mapToObj(i -> after.get(i) - before.get(i)).toList();
  }
}
