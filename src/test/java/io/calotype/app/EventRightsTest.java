package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.EventReader;
import io.calotype.access.TestTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The callers that receive an event, and the end of their rights.
class EventRightsTest extends EventServerFixture {
  @Test
  void privateMedia_ofAnotherEditor_isNeverSent() {
    EventReader own = read("app");
    EventReader others = read("other");
    EventReader all = read("seer");
    put("secret?visibility=private");
    patch("secret", "{\"group\":\"album\"}");
    delete("secret");
    put("open");

    List.of(own, others, all).forEach(reader -> reader.await("uploaded open"));

    assertThat(others.summary()).containsExactly("uploaded open");
    assertThat(own.summary())
        .containsExactly("uploaded secret", "changed secret", "deleted secret", "uploaded open");
    assertThat(all.summary()).isEqualTo(own.summary());
  }

  @Test
  void visibility_changed_looksLikeRemovalAndUploadToOthers() {
    put("a");
    EventReader own = read("app");
    EventReader others = read("other");
    patch("a", "{\"visibility\":\"private\"}");
    patch("a", "{\"group\":\"album\"}");
    patch("a", "{\"visibility\":\"public\"}");
    put("open");

    List.of(own, others).forEach(reader -> reader.await("uploaded open"));

    assertThat(others.summary()).containsExactly("deleted a", "uploaded a", "uploaded open");
    assertThat(own.summary())
        .containsExactly("changed a", "changed a", "changed a", "uploaded open");
  }

  @ParameterizedTest
  @CsvSource({"none, 401", "wrong, 401", "probe, 403"})
  void reader_withoutTheRight_isRefused(String name, int status) {
    HttpRequest.Builder request =
        name.equals("none") ? HttpRequest.newBuilder(server.uri(EVENTS)) : server.as(name, EVENTS);

    assertThat(server.send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void token_thatEnds_endsTheResponseBeforeTheNextEvent() {
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
    EventReader reader =
        read(
            HttpRequest.newBuilder(server.uri(EVENTS))
                .header(
                    "Authorization",
                    "Bearer " + TestTokens.signed(JWT_SECRET, "reader", "viewer", end)));
    put("before");
    reader.await("uploaded before");
    Await.until(() -> Instant.now().isAfter(end), "the end of the token");

    put("after");

    Await.until(reader::ended, "the end of the response");
    assertThat(reader.summary()).containsExactly("uploaded before");
  }

  /// 16 connections allow 8 readers, and 2 of one caller.
  @Test
  void readers_ofOneCaller_areLimited() {
    EventReader first = read("seer");
    EventReader unused = read("seer");

    HttpResponse<byte[]> third = server.send(server.as("seer", EVENTS));

    assertThat(unused.status()).isEqualTo(200);
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("Retry-After")).isPresent();
    assertThat(read("app").status()).isEqualTo(200);
    first.close();
    Await.until(() -> read("seer").status() == 200, "room for another reader");
  }
}
