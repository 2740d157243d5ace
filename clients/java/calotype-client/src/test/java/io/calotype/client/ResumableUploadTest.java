package io.calotype.client;

import static io.calotype.client.FakeServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ResumableUploadTest {
  private static final UploadOptions RESUMABLE = new UploadOptions().resumable(true);
  private static final String PUBLIC = "https://media.example.org";
  private static final String RECORD =
      """
      {"id": "m", "kind": "image", "type": "image/png", "bytes": 9, "width": 1, "height": 1, "sha256": "00",
       "createdAt": "2026-11-30T15:04:05.123Z", "visibility": "public",
       "links": {"self": "", "content": "", "thumbnail": "", "image": "/images/m"}}
      """;

  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// Notes a request. Returns its method.
  private String noted(HttpExchange exchange) {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    return exchange.getRequestMethod();
  }

  private void complete(HttpExchange exchange, int number) throws IOException {
    switch (noted(exchange)) {
      case "POST" -> answer(exchange, 201, "", "Location", PUBLIC + "/api/uploads/u");
      case "PATCH" -> answer(exchange, 204, "", "Media-Location", PUBLIC + "/api/media/m");
      default -> answer(exchange, 200, RECORD, "ETag", "\"e\"");
    }
  }

  @Test
  void upload_publicAddressInLocation_staysAtTheConfiguredServer() throws IOException {
    try (FakeServer server = new FakeServer(this::complete)) {
      Media media = Calotype.of(server.url()).upload(new byte[9], RESUMABLE);

      assertThat(media.id()).isEqualTo("m");
      assertThat(media.etag()).isEqualTo("\"e\"");
      assertThat(requests)
          .isEqualTo(List.of("POST /api/uploads", "PATCH /api/uploads/u", "GET /api/media/m"));
    }
  }

  private void withoutTus(HttpExchange exchange, int number) throws IOException {
    noted(exchange);
    answer(exchange, number == 1 ? 404 : 201, number == 1 ? "" : RECORD);
  }

  @Test
  void upload_serverWithoutResumableUploads_isOneRequest() throws IOException {
    try (FakeServer server = new FakeServer(this::withoutTus)) {
      UploadOptions options = RESUMABLE.id("m").filename("a b.png");

      assertThat(Calotype.of(server.url()).upload(new byte[9], options).id()).isEqualTo("m");
      assertThat(requests)
          .isEqualTo(List.of("POST /api/uploads", "PUT /api/media/m?filename=a%20b.png"));
    }
  }

  private void whole(HttpExchange exchange, int number) throws IOException {
    noted(exchange);
    answer(exchange, 201, RECORD);
  }

  @Test
  void upload_byTheHolderOfATicket_isOneRequest() throws IOException {
    try (FakeServer server = new FakeServer(this::whole)) {
      Calotype holder = Calotype.of(server.url(), "calotype-ticket-t");

      assertThat(holder.upload(new byte[9], RESUMABLE).id()).isEqualTo("m");
      assertThat(requests).isEqualTo(List.of("POST /api/media"));
    }
  }

  private void busy(HttpExchange exchange, int number) throws IOException {
    switch (noted(exchange)) {
      case "POST" -> answer(exchange, 201, "", "Location", "/api/uploads/u");
      case "HEAD" -> answer(exchange, 200, "", "Upload-Offset", "3");
      default -> answer(exchange, 503, "{}", "Retry-After", "0");
    }
  }

  @Test
  void upload_withoutProgress_givesUp() throws IOException {
    try (FakeServer server = new FakeServer(this::busy)) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Calotype.of(server.url()).upload(new byte[9], RESUMABLE))
          .withMessageStartingWith("503");
      assertThat(requests).filteredOn(one -> one.startsWith("PATCH")).hasSize(7);
    }
  }
}
