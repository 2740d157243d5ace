package io.calotype.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.failure.Failure;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The number of uploads that a ticket permits, over HTTP.
class TicketCountTest extends TicketFixture {
  @Test
  void upload_again_answersWithTheSameMediaAndUsesNothing() {
    String ticket = ticket("{\"count\":2}");
    byte[] bytes = AcceptingServer.jpeg(6);
    HttpResponse<byte[]> first = upload(ticket, bytes);

    HttpResponse<byte[]> again = upload(ticket, bytes);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).at("id").text()).isEqualTo(json(first).at("id").text());
    assertThat(upload(ticket, AcceptingServer.jpeg(7)).statusCode()).isEqualTo(201);
    assertRefused(upload(ticket, AcceptingServer.jpeg(8)), "The ticket is used up.");
    assertThat(upload(ticket, bytes).statusCode()).isEqualTo(200);
  }

  @Test
  void upload_afterItsMediaWasDeleted_bringsNothingBack() {
    String ticket = ticket("{}");
    byte[] bytes = AcceptingServer.jpeg(9);
    String path = upload(ticket, bytes).headers().firstValue("Location").orElseThrow();
    server.send(server.as("app", path).DELETE());

    assertRefused(upload(ticket, bytes), "The ticket is used up.");

    assertThat(server.send(server.as("root", path).GET()).statusCode()).isEqualTo(404);
  }

  @Test
  void upload_thatFails_leavesTheTicketAsItWas() {
    String ticket = ticket("{}");
    server.engine().refuse(new Failure.Overloaded(Duration.ofSeconds(1)));
    assertThat(problem(upload(ticket, AcceptingServer.jpeg(10)))).isEqualTo("503 overloaded");
    server.engine().refuse(null);
    assertThat(problem(upload(ticket, "no picture".getBytes(UTF_8))))
        .isEqualTo("415 unsupported-media");
    assertThat(problem(upload(ticket, new byte[0]))).isEqualTo("400 bad-request");

    assertThat(upload(ticket, AcceptingServer.jpeg(11)).statusCode()).isEqualTo(201);
  }

  @Test
  void upload_manyAtOnce_neverExceedsTheCount() {
    String ticket = ticket("{\"count\":3}");
    List<CompletableFuture<Integer>> statuses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] bytes = AcceptingServer.jpeg(100 + i);
      statuses.add(CompletableFuture.supplyAsync(() -> upload(ticket, bytes).statusCode()));
    }

    assertThat(statuses.stream().map(CompletableFuture::join).filter(status -> status == 201))
        .hasSize(3);
  }

  @Test
  void upload_againAfterAnotherOwnerHasStoredTheSame_tellsNothingOfIt() {
    String ticket = ticket("{\"id\":\"reused\",\"visibility\":\"private\"}");
    byte[] bytes = AcceptingServer.jpeg(31);
    assertThat(upload(ticket, bytes).statusCode()).isEqualTo(201);
    server.send(server.as("app", "/api/media/reused").DELETE());
    server.put("else", "/api/media/reused?visibility=private&attr.secret=42", bytes);

    assertRefused(upload(ticket, bytes), "The ticket is used up.");
  }

  @Test
  void resumableUpload_withAUsedTicket_doesNotBegin() {
    String ticket = ticket("{}");
    byte[] bytes = AcceptingServer.jpeg(33);
    assertThat(resumed(ticket, "/api/uploads", bytes).statusCode()).isEqualTo(201);

    assertRefused(resumed(ticket, "/api/uploads", bytes), "The ticket is used up.");
    assertThat(upload(ticket, bytes).statusCode()).isEqualTo(200);
  }

  @Test
  void upload_resumable_usesTheTicketAtItsEnd() {
    String ticket = ticket("{\"group\":\"tus\"}");
    byte[] bytes = AcceptingServer.jpeg(17);
    String query = "?ticket=" + ticket;
    HttpResponse<byte[]> created =
        server.send(
            tus(server.uri("/api/uploads" + query), "Upload-Length", "" + LENGTH)
                .POST(BodyPublishers.noBody()));
    String path = created.headers().firstValue("Location").orElseThrow();

    assertThat(path).endsWith(query);
    assertThat(server.send(tus(server.uri(path.replace(query, ""))).HEAD()).statusCode())
        .isEqualTo(401);
    String another = path.replace(ticket, ticket("{}"));
    assertThat(server.send(tus(server.uri(another)).HEAD()).statusCode()).isEqualTo(404);
    assertThat(patch(path, bytes, 0, 2000).statusCode()).isEqualTo(204);
    assertThat(upload(ticket, AcceptingServer.jpeg(18)).statusCode()).isEqualTo(201);
    assertRefused(patch(path, bytes, 2000, LENGTH), "The ticket is used up.");
    assertRefused(server.send(tus(server.uri(path)).GET()), "The ticket is used up.");
  }
}
