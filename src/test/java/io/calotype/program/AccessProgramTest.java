package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import io.calotype.media.Sha256;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Walks every route and method with every kind of credentials: strangers first, while nothing is
/// in a cache, and again once everything is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessProgramTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String SIGNING = "a signing key of some length";

  /// The callers, in the order of the table's columns. `token` is the owner `ann` by a token: a
  /// stranger to what the key `ann` owns.
  private static final List<String> CALLERS =
      List.of("none", "wrong", "expired", "revoked", "viewer", "other", "token", "ann", "admin");

  private static final byte[] OPEN = Pictures.jpeg(640, 480, 1);
  private static final byte[] HIDDEN = Pictures.jpeg(640, 480, 2);

  @SuppressWarnings("NullAway.Init")
  private Program program;

  /// A row of a table.
  private record Row(String method, String path, List<Integer> answers) {
    static Row of(String line) {
      List<String> words = List.of(line.split(" +"));
      return new Row(
          words.get(0),
          words.get(1),
          words.subList(2, words.size()).stream().map(Integer::valueOf).toList());
    }

    /// Whether it delivers a picture, and not a record or a text.
    boolean delivers() {
      return path.startsWith("/images/") || path.contains("thumbnail") || path.contains("content");
    }

    int answer(String caller) {
      return answers.get(CALLERS.indexOf(caller));
    }
  }

  @BeforeAll
  void start(@TempDir Path data) {
    try (Program before = program(data, keys("ann:editor", "revoked:admin"))) {
      upload(before, "/api/media/open?visibility=public&group=g", OPEN, "ann");
      upload(before, "/api/media/secret?group=g", HIDDEN, "ann");
      upload(before, "/api/media/kept?attr.title=secret", HIDDEN, "ann");
      assertThat(send(before, "GET", "/images/secret", "revoked").statusCode()).isEqualTo(200);
    }
    program = program(data, keys("ann:editor", "other:editor", "viewer:viewer", "admin:admin"));
  }

  @AfterAll
  void stop() {
    program.close();
  }

  @Test
  void everyRoute_coldThenCached_isAnsweredByTheTable() {
    for (String round : List.of("cold", "cached")) {
      for (Row row : rows(AccessTable.TABLE)) {
        for (String caller : CALLERS) {
          walk(round, row, caller);
        }
      }
    }
    for (Row row : rows(AccessTable.LAST)) {
      for (String caller : CALLERS) {
        walk("last", row, caller);
      }
    }
  }

  private void walk(String round, Row row, String caller) {
    String path = row.path().replace("{caller}", caller);
    int wanted = row.answer(caller);
    boolean again = wanted == 201 && row.method().equals("PUT") && round.equals("cached");
    HttpResponse<byte[]> answer = send(program, row.method(), path, caller);

    assertThat(answer.statusCode())
        .as("%s %s %s by %s", round, row.method(), path, caller)
        .isEqualTo(again ? 200 : wanted);
    if (wanted == 401) {
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer realm="));
    }
    if (wanted >= 400) {
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().map()).doesNotContainKeys("etag", "last-modified");
    }
    if (row.method().equals("GET")) {
      assertThat(send(program, "HEAD", path, caller).statusCode()).isEqualTo(wanted);
    }
    if (row.delivers() && row.method().equals("GET")) {
      walkConditions(path, caller, wanted);
    }
  }

  /// No condition and no range gets around the gate.
  private void walkConditions(String path, String caller, int wanted) {
    assertThat(send(program, "GET", path, caller, "If-None-Match", "*").statusCode())
        .as("If-None-Match: * on %s by %s", path, caller)
        .isEqualTo(wanted == 200 ? 304 : wanted);
    assertThat(send(program, "GET", path, caller, "If-Match", "\"x\"").statusCode())
        .isEqualTo(wanted == 200 ? 412 : wanted);
    assertThat(send(program, "GET", path, caller, "Range", "bytes=0-0").statusCode())
        .isEqualTo(wanted == 200 ? 206 : wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/images/kept", "/api/media/kept/thumbnail", "/api/media/kept/content?v=x"})
  void privateMedia_forThoseWhoMaySeeIt_isNeverForSharedCaches(String path) {
    HttpResponse<byte[]> answer = send(program, "GET", path, "ann");
    String etag = answer.headers().firstValue("ETag").orElseThrow();

    for (HttpResponse<byte[]> each :
        List.of(answer, send(program, "GET", path, "ann", "If-None-Match", etag))) {
      assertThat(each.headers().firstValue("Cache-Control"))
          .hasValueSatisfying(value -> assertThat(value).startsWith("private, max-age="));
      assertThat(String.join(",", each.headers().allValues("Vary"))).contains("authorization");
    }
  }

  @Test
  void records_always_areForNobodyElse() {
    for (String path : List.of("/api/media/kept", "/api/media", "/metrics")) {
      assertThat(send(program, "GET", path, "ann").headers().firstValue("Cache-Control"))
          .hasValue("private, no-cache");
    }
  }

  @Test
  void list_byEachCaller_hasWhatItMaySee() {
    upload(program, "/api/media/l-open?visibility=public&group=list", OPEN, "ann");
    upload(program, "/api/media/l-ann?group=list", OPEN, "ann");
    upload(program, "/api/media/l-token?group=list", OPEN, "token");
    upload(program, "/api/media/l-admin?group=list", OPEN, "admin");

    assertThat(listed("viewer")).containsExactly("l-admin", "l-token", "l-ann", "l-open");
    assertThat(listed("admin")).containsExactly("l-admin", "l-token", "l-ann", "l-open");
    assertThat(listed("ann")).containsExactly("l-ann", "l-open");
    assertThat(listed("other")).containsExactly("l-open");
    assertThat(listed("token")).containsExactly("l-token", "l-open");
  }

  private List<String> listed(String caller) {
    String json = text(send(program, "GET", "/api/media?group=list", caller));
    return Pattern.compile("\"id\":\"([^\"]+)\"")
        .matcher(json)
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  @Test
  void deleteGroup_byAnEditor_deletesItsOwn() {
    upload(program, "/api/media/d-open?visibility=public&group=deleted", OPEN, "other");
    upload(program, "/api/media/d-other?group=deleted", OPEN, "other");
    upload(program, "/api/media/d-ann-open?visibility=public&group=deleted", OPEN, "ann");
    upload(program, "/api/media/d-ann?group=deleted", OPEN, "ann");

    assertThat(text(send(program, "DELETE", "/api/media?group=deleted", "ann")))
        .isEqualTo("{\"deleted\":2}");
    assertThat(send(program, "GET", "/images/d-open", "none").statusCode()).isEqualTo(200);
    assertThat(send(program, "GET", "/images/d-other", "other").statusCode()).isEqualTo(200);
    assertThat(send(program, "GET", "/images/d-ann", "ann").statusCode()).isEqualTo(404);
    assertThat(text(send(program, "DELETE", "/api/media?group=deleted", "admin")))
        .isEqualTo("{\"deleted\":2}");
  }

  @Test
  void links_ofPrivateMedia_openWithoutCredentialsForAnHour() {
    String json = text(send(program, "GET", "/api/media/kept", "viewer"));

    for (String name : List.of("content", "thumbnail", "image")) {
      String link = link(json, name);
      HttpResponse<byte[]> answer = send(program, "GET", link, "none");

      assertThat(answer.statusCode()).as(link).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control"))
          .hasValue("private, max-age=31536000, immutable");
      assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
          .hasValue("cross-origin");
      assertThat(send(program, "GET", link.replace("v=", "v=0"), "none").statusCode())
          .isEqualTo(401);
      assertThat(send(program, "GET", link.replace("/kept", "/secret"), "none").statusCode())
          .isIn(401, 404);
    }
    assertThat(json).contains("\"self\":\"/api/media/kept\"");
  }

  @Test
  void signature_ofAnotherOrNoTime_isRefusedAndOfAnOldKeyTaken() {
    Instant later = Instant.now().plusSeconds(60);
    SignedUrl url = SignedUrl.of("/images/kept/small.webp", List.of());
    String good = new Signatures(List.of(SIGNING)).sign(url, later);
    String rotated = new Signatures(List.of("an older key")).sign(url, later);
    String foreign = new Signatures(List.of("nobody's key")).sign(url, later);
    String expired = new Signatures(List.of(SIGNING)).sign(url, Instant.now().minusSeconds(1));

    assertThat(send(program, "GET", good, "none").statusCode()).isEqualTo(200);
    assertThat(send(program, "HEAD", good, "none").statusCode()).isEqualTo(200);
    assertThat(send(program, "GET", rotated, "none").statusCode()).isEqualTo(200);
    assertThat(send(program, "GET", foreign, "none").statusCode()).isEqualTo(401);
    assertThat(send(program, "GET", expired, "none").statusCode()).isEqualTo(401);
    assertThat(send(program, "GET", expired, "none", "If-None-Match", "*").statusCode())
        .isEqualTo(401);
    assertThat(send(program, "GET", expired, "ann").statusCode()).isEqualTo(200);
  }

  @Test
  void signature_ofARecord_readsItAndChangesNothing() {
    SignedUrl record = SignedUrl.of("/api/media/kept", List.of());
    String signed = new Signatures(List.of(SIGNING)).sign(record, Instant.now().plusSeconds(60));

    assertThat(send(program, "GET", signed, "none").statusCode()).isEqualTo(200);
    assertThat(send(program, "DELETE", signed, "none").statusCode()).isEqualTo(403);
    assertThat(send(program, "GET", "/images/kept", "ann").statusCode()).isEqualTo(200);
  }

  @Test
  void problem_forStrangers_tellsNothingOfTheMedia() {
    for (String caller : List.of("none", "other")) {
      HttpResponse<byte[]> answer = send(program, "GET", "/images/kept", caller);

      assertThat(text(answer)).doesNotContain("secret", "640", "jpeg", "private");
    }
    assertThat(text(send(program, "GET", "/images/kept", "other")).replace("kept", "id"))
        .isEqualTo(text(send(program, "GET", "/images/absent", "other")).replace("absent", "id"));
  }

  private static List<Row> rows(String table) {
    return table.lines().map(Row::of).toList();
  }

  private static Program program(Path data, String keys) {
    return Program.start(
        data,
        Map.of(
            "API_KEYS",
            keys,
            "JWT_SECRET",
            SECRET,
            "SIGNING_KEYS",
            SIGNING + ",an older key",
            "DEFAULT_VISIBILITY",
            "private",
            "PREGENERATE",
            ""));
  }

  /// The entries of keys `<name>-key` for `name:role`.
  private static String keys(String... holders) {
    return Stream.of(holders)
        .map(holder ->
            holder + ":" + Sha256.ofText(holder.substring(0, holder.indexOf(':')) + "-key"))
        .collect(Collectors.joining(",\n"));
  }

  private static void upload(Program program, String path, byte[] bytes, String caller) {
    HttpRequest.Builder request = program.request(path).PUT(BodyPublishers.ofByteArray(bytes));
    authorize(request, caller);
    assertThat(program.send(request).statusCode()).isEqualTo(201);
  }

  private static HttpResponse<byte[]> send(
      Program program, String method, String path, String caller, String... headers) {
    HttpRequest.Builder request = program.request(path).method(method, body(method, path));
    authorize(request, caller);
    return program.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static HttpRequest.BodyPublisher body(String method, String path) {
    boolean upload = method.equals("PUT") || (method.equals("POST") && path.equals("/api/media"));
    byte[] bytes = path.endsWith("secret") ? HIDDEN : OPEN;
    return upload ? BodyPublishers.ofByteArray(bytes) : BodyPublishers.noBody();
  }

  private static void authorize(HttpRequest.Builder request, String caller) {
    String bearer =
        switch (caller) {
          case "none" -> null;
          case "wrong" -> "calotype_nobodys";
          case "expired" -> token(Instant.now().minusSeconds(60));
          case "token" -> token(Instant.now().plusSeconds(600));
          default -> caller + "-key";
        };
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
  }

  private static String token(Instant expires) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("ann")
            .claim("role", "editor")
            .expirationTime(Date.from(expires))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(SECRET));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static String link(String json, String name) {
    Matcher link = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
    assertThat(link.find()).as(name).isTrue();
    return link.group(1);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
