package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.SignedUrl;
import io.calotype.media.MediaId;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Walks every route and method with every kind of credentials: strangers first, while nothing is
/// in a cache, and again once everything is.
class AccessProgramTest extends AccessProgram {
  /// The callers, in the order of the table's columns. `token` is the owner `ann` by a token: a
  /// stranger to what the key `ann` owns. `opened` shows nothing but the token of the media, where
  /// the URL delivers one; `signed` has the URL of a `GET` signed, and shows the key `other` as
  /// well.
  private static final List<String> CALLERS =
      List.of(
          "none", "wrong", "expired", "revoked", "viewer", "other", "token", "ann", "admin",
          "metrics", "opened", "signed");

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
    String path = shown(row, caller);
    int expected = row.answer(caller);
    boolean again = expected == 201 && row.method().equals("PUT") && round.equals("cached");
    HttpResponse<byte[]> answer = send(program, row.method(), path, caller);

    assertThat(answer.statusCode())
        .as("%s %s %s by %s", round, row.method(), path, caller)
        .isEqualTo(again ? 200 : expected);
    if (expected == 401) {
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer realm="));
    }
    if (expected >= 400) {
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().map()).doesNotContainKeys("etag", "last-modified");
    }
    if (row.method().equals("GET")) {
      assertThat(send(program, "HEAD", path, caller).statusCode()).isEqualTo(expected);
    }
    if (row.delivers() && row.method().equals("GET")) {
      walkConditions(path, caller, expected);
    }
  }

  /// The path of `row` with the credentials that `caller` shows in the URL.
  private static String shown(Row row, String caller) {
    String path = row.path().replace("{caller}", caller);
    Instant later = Instant.now().plusSeconds(600);
    if (caller.equals("opened") && row.delivers() && row.method().equals("GET")) {
      String id = path.replaceFirst("^/(images|api/media)/", "").replaceFirst("[/.?].*", "");
      String token = SIGNATURES.token(new MediaId(id), later);
      return path + (path.contains("?") ? "&t=" : "?t=") + token;
    }
    if (caller.equals("signed") && row.method().equals("GET")) {
      String[] parts = path.split("\\?", 2);
      List<Map.Entry<String, String>> query =
          parts.length == 1
              ? List.of()
              : Stream.of(parts[1].split("&"))
                  .map(part -> Map.entry(part.split("=", 2)[0], part.split("=", 2)[1]))
                  .toList();
      return SIGNATURES.sign(SignedUrl.of(parts[0], query), later);
    }
    return path;
  }

  /// No condition and no range gets around the gate.
  private void walkConditions(String path, String caller, int expected) {
    assertThat(send(program, "GET", path, caller, "If-None-Match", "*").statusCode())
        .as("If-None-Match: * on %s by %s", path, caller)
        .isEqualTo(expected == 200 ? 304 : expected);
    assertThat(send(program, "GET", path, caller, "If-Match", "\"x\"").statusCode())
        .isEqualTo(expected == 200 ? 412 : expected);
    assertThat(send(program, "GET", path, caller, "Range", "bytes=0-0").statusCode())
        .isEqualTo(expected == 200 ? 206 : expected);
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
  void records_always_areForTheirOwnersOnly() {
    for (String path : List.of("/api/media/kept", "/api/media", "/metrics")) {
      assertThat(send(program, "GET", path, "ann").headers().firstValue("Cache-Control"))
          .hasValue("private, no-cache");
    }
  }

  @Test
  void list_byEachCaller_hasVisibleMediaOnly() {
    upload(program, "/api/media/l-open?visibility=public&group=list", OPEN, "ann");
    upload(program, "/api/media/l-ann?group=list", OPEN, "ann");
    upload(program, "/api/media/l-token?group=list", OPEN, "token");
    upload(program, "/api/media/l-admin?group=list", OPEN, "admin");

    assertThat(listed("viewer")).containsExactly("l-admin", "l-token", "l-ann", "l-open");
    assertThat(listed("admin")).containsExactly("l-admin", "l-token", "l-ann", "l-open");
    assertThat(listed("ann")).containsExactly("l-ann", "l-open");
    assertThat(listed("other")).containsExactly("l-open");
    assertThat(listed("token")).containsExactly("l-token", "l-open");
    assertThat(listed("ann", "&order=oldest")).containsExactly("l-open", "l-ann");
    assertThat(listed("ann", "&order=oldest&visibility=private")).containsExactly("l-ann");
    assertThat(listed("other", "&visibility=private")).isEmpty();
    assertThat(listed("viewer", "&order=oldest&visibility=private"))
        .containsExactly("l-ann", "l-token", "l-admin");
  }

  private List<String> listed(String caller) {
    return listed(caller, "");
  }

  private List<String> listed(String caller, String options) {
    String json = text(send(program, "GET", "/api/media?group=list" + options, caller));
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

  /// A caller without the right to a private media gets the answer of an absent one, byte for byte.
  @Test
  void privateMedia_forThoseWhoMayNotSeeIt_isAnsweredAsAnAbsentOne() {
    for (String caller : List.of("none", "wrong", "expired", "other", "token", "metrics")) {
      for (String path :
          List.of(
              "/images/ID",
              "/images/ID.avif",
              "/images/ID/small",
              "/images/ID/nosuch",
              "/images/ID/preview",
              "/images/ID?w=200",
              "/images/ID?w=201",
              "/images/ID?w=201&exp=9&sig=x",
              "/images/ID?t=9.x",
              "/images/ID?nosuch=1",
              "/images/ID?format=auto",
              "/api/media/ID",
              "/api/media/ID?exif=true",
              "/api/media/ID?exif=no",
              "/api/media/ID/thumbnail",
              "/api/media/ID/thumbnail?size=nosuch",
              "/api/media/ID/content",
              "/api/media/ID/content?v=x",
              "/api/media/ID/nosuch")) {
        for (String method : List.of("GET", "HEAD")) {
          requireAlike(method, path, caller);
          requireAlike(method, path, caller, "If-None-Match", "*");
          requireAlike(method, path, caller, "Range", "bytes=0-0");
        }
      }
      requireAlike("DELETE", "/api/media/ID", caller);
      requireAlike("POST", "/api/media/ID/retry", caller);
    }
  }

  private void requireAlike(String method, String path, String caller, String... headers) {
    assertThat(whole(method, path, "kept", caller, headers))
        .as("%s %s by %s %s", method, path, caller, List.of(headers))
        .isEqualTo(whole(method, path, "miss", caller, headers));
  }

  /// Status, headers and body, but for the id and the date.
  private String whole(String method, String path, String id, String caller, String... headers) {
    HttpResponse<byte[]> answer = send(program, method, path.replace("ID", id), caller, headers);
    Map<String, List<String>> names = new TreeMap<>(answer.headers().map());
    names.remove("date");
    return answer.statusCode() + " " + names + " " + text(answer).replace("\"" + id + "\"", "");
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
}
