package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Access that is handed on: links with tokens, signed URLs, and tokens made for others.
class SharedAccessProgramTest extends AccessProgram {
  @Test
  void links_ofPrivateMedia_openWithoutCredentialsWithAnySizeAdded() {
    String json = text(send(program, "GET", "/api/media/kept", "viewer"));

    for (String name : List.of("content", "thumbnail", "image")) {
      String link = link(json, name);
      HttpResponse<byte[]> answer = send(program, "GET", link, "none");

      assertThat(answer.statusCode()).as(link).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control"))
          .hasValue("private, max-age=31536000, immutable");
      assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
          .hasValue("cross-origin");
      assertThat(send(program, "GET", link, "other").statusCode()).isEqualTo(200);
      assertThat(send(program, "GET", link.replace("t=", "t=1"), "none").statusCode())
          .isEqualTo(401);
      for (String id : List.of("secret", "absent")) {
        assertThat(send(program, "GET", link.replace("/kept", "/" + id), "none").statusCode())
            .isEqualTo(401);
        assertThat(send(program, "GET", link.replace("/kept", "/" + id), "other").statusCode())
            .isEqualTo(404);
      }
    }
    assertThat(send(program, "GET", link(json, "thumbnail") + "&size=small", "none").statusCode())
        .isEqualTo(200);
    assertThat(send(program, "GET", link(json, "image") + "&w=200", "none").statusCode())
        .isEqualTo(200);
    assertThat(send(program, "GET", link(json, "image") + "&w=201", "none").statusCode())
        .isEqualTo(400);
    assertThat(json).contains("\"self\":\"/api/media/kept\"");
  }

  @Test
  void content_ofAPublicPicture_isForRolesSignaturesAndTokens() {
    upload(program, "/api/media/c-open?visibility=public", OPEN, "ann");
    String path = "/api/media/c-open/content";
    HttpResponse<byte[]> stranger = send(program, "GET", path, "none");
    String link = link(text(send(program, "GET", "/api/media/c-open", "other")), "content");

    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(send(program, "GET", "/images/c-open", "none").statusCode()).isEqualTo(200);
    assertThat(send(program, "GET", path, "metrics").statusCode()).isEqualTo(403);
    for (HttpResponse<byte[]> allowed :
        List.of(send(program, "GET", path, "viewer"), send(program, "GET", link, "none"))) {
      assertThat(allowed.statusCode()).isEqualTo(200);
      assertThat(allowed.headers().firstValue("Cache-Control"))
          .hasValueSatisfying(value -> assertThat(value).startsWith("private, max-age="));
    }
  }

  @Test
  void sign_byRoles_givesTokensOfVisibleMedia() {
    upload(program, "/api/media/s-ann", OPEN, "ann");
    String order = "{\"ids\":[\"s-ann\",\"absent\"],\"expires\":\"PT10M\"}";

    assertThat(text(signed(order, "other"))).contains("\"tokens\":{},");
    for (String caller : List.of("ann", "viewer", "admin")) {
      String answer = text(signed(order, caller));
      String token = link(answer, "s-ann");

      assertThat(answer).doesNotContain("absent");
      assertThat(send(program, "GET", "/images/s-ann?t=" + token, "none").statusCode())
          .isEqualTo(200);
      Instant expires = Instant.parse(link(answer, "expiresAt"));
      assertThat(token).startsWith(expires.getEpochSecond() + ".");
      assertThat(expires).isBetween(Instant.now().plusSeconds(300), Instant.now().plusSeconds(600));
    }
    assertThat(signed(order, "none").statusCode()).isEqualTo(401);
    assertThat(signed(order, "metrics").statusCode()).isEqualTo(403);
    for (String wrong :
        List.of(
            "{}",
            "{\"ids\":[]}",
            "{\"ids\":[\"/\"]}",
            "{\"ids\":\"a\"}",
            "{\"ids\":[\"a\"],\"expires\":\"never\"}",
            "{\"ids\":[\"a\"],\"expires\":\"PT0S\"}",
            "{\"ids\":[\"a\"],\"expires\":\"-PT1H\"}",
            "{\"ids\":[\"a\"],\"expires\":\"PT9999999999999H\"}",
            "{\"ids\":[\"a\"],\"more\":true}")) {
      assertThat(signed(wrong, "admin").statusCode()).as(wrong).isEqualTo(400);
    }
  }

  private HttpResponse<byte[]> signed(String order, String caller) {
    HttpRequest.Builder request =
        program
            .request("/api/sign")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order));
    authorize(request, caller);
    return program.send(request);
  }

  @Test
  void me_byEachCaller_isItsOwnCredential() {
    assertThat(text(send(program, "GET", "/api/me", "ann")))
        .isEqualTo("{\"role\":\"editor\",\"name\":\"ann\",\"expiresAt\":null}");
    assertThat(text(send(program, "GET", "/api/me", "metrics")))
        .isEqualTo("{\"role\":\"metrics\",\"name\":\"metrics\",\"expiresAt\":null}");
    assertThat(text(send(program, "GET", "/api/me", "token")))
        .matches("\\{\"role\":\"editor\",\"name\":\"ann\",\"expiresAt\":\"[0-9T:.-]+Z\"}");
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
}
