package io.calotype.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// A server that issues tickets, and requests with them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TicketFixture {
  static final int LENGTH = 5000;

  @SuppressWarnings("NullAway.Init")
  AcceptingServer server;

  @BeforeAll
  void start() {
    server =
        AcceptingServer.start(
            Map.of(
                "MAX_UPLOAD_SIZE", "64KiB",
                "MAX_VIDEO_SIZE", "128KiB",
                "API_KEYS",
                    AcceptingServer.keys(
                        "app:editor", "else:editor", "view:viewer", "root:admin")));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void accept() {
    server.engine().refuse(null);
  }

  final HttpResponse<byte[]> issue(String name, String json) {
    return server.send(
        server
            .as(name, "/api/tickets")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  final String ticket(String json) {
    HttpResponse<byte[]> answer = issue("app", json);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    return json(answer).at("ticket").text();
  }

  final HttpRequest.Builder with(String ticket, String path) {
    return HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + ticket);
  }

  final HttpResponse<byte[]> upload(String ticket, String path, byte[] bytes) {
    return server.send(with(ticket, path).POST(BodyPublishers.ofByteArray(bytes)));
  }

  final HttpResponse<byte[]> upload(String ticket, byte[] bytes) {
    return upload(ticket, "/api/media", bytes);
  }

  static JsonValue json(HttpResponse<byte[]> answer) {
    return JsonValue.read(answer.body()).orElseThrow();
  }

  static String problem(HttpResponse<byte[]> answer) {
    String type = json(answer).at("type").text();
    return answer.statusCode() + " " + type.substring(type.lastIndexOf('/') + 1);
  }

  static void assertRefused(HttpResponse<byte[]> answer, String detail) {
    assertThat(problem(answer)).isEqualTo("403 ticket-refused");
    assertThat(json(answer).at("detail").text()).isEqualTo(detail);
  }

  final JsonValue record(HttpResponse<byte[]> uploaded) {
    String path = uploaded.headers().firstValue("Location").orElseThrow();
    return json(server.send(server.as("root", path).GET()));
  }

  final HttpResponse<byte[]> patch(String path, byte[] bytes, int from, int to) {
    return server.send(
        tus(
                server.uri(path),
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Offset",
                "" + from)
            .method("PATCH", BodyPublishers.ofByteArray(bytes, from, to - from)));
  }

  final HttpResponse<byte[]> resumed(String ticket, String path, byte[] bytes) {
    return server.send(
        tus(
                server.uri(path + "?ticket=" + ticket),
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Length",
                "" + bytes.length)
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  static HttpRequest.Builder tus(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Tus-Resumable", "1.0.0");
    return headers.length == 0 ? request : request.headers(headers);
  }
}
