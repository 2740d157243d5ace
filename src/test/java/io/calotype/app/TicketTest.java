package io.calotype.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.failure.Failure;
import io.calotype.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tickets for uploads, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketTest {
  private static final int LENGTH = 5000;

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer server;

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

  private HttpResponse<byte[]> issue(String name, String json) {
    return server.send(
        server
            .as(name, "/api/tickets")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private String ticket(String json) {
    HttpResponse<byte[]> answer = issue("app", json);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    return json(answer).at("ticket").text();
  }

  private HttpRequest.Builder with(String ticket, String path) {
    return HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + ticket);
  }

  private HttpResponse<byte[]> upload(String ticket, String path, byte[] bytes) {
    return server.send(with(ticket, path).POST(BodyPublishers.ofByteArray(bytes)));
  }

  private HttpResponse<byte[]> upload(String ticket, byte[] bytes) {
    return upload(ticket, "/api/media", bytes);
  }

  private static JsonValue json(HttpResponse<byte[]> answer) {
    return JsonValue.read(answer.body()).orElseThrow();
  }

  private static String problem(HttpResponse<byte[]> answer) {
    String type = json(answer).at("type").text();
    return answer.statusCode() + " " + type.substring(type.lastIndexOf('/') + 1);
  }

  private static void assertRefused(HttpResponse<byte[]> answer, String detail) {
    assertThat(problem(answer)).isEqualTo("403 ticket-refused");
    assertThat(json(answer).at("detail").text()).isEqualTo(detail);
  }

  private JsonValue record(HttpResponse<byte[]> uploaded) {
    String path = uploaded.headers().firstValue("Location").orElseThrow();
    return json(server.send(server.as("root", path).GET()));
  }

  @Test
  void issue_withoutMembers_permitsOneUploadForAnHour() {
    HttpResponse<byte[]> answer = issue("app", "{}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(json(answer).at("ticket").text()).matches("calotype-ticket-[A-Za-z0-9_-]{43}");
    JsonValue me = json(server.send(with(json(answer).at("ticket").text(), "/api/me").GET()));
    assertThat(me.at("role").text()).isEqualTo("ticket");
    assertThat(me.at("name").text()).isEqualTo("app");
    assertThat(me.at("expiresAt").text()).isEqualTo(json(answer).at("expiresAt").text());
  }

  @Test
  void upload_withTheTicketsOptions_belongsToItsIssuer() {
    String ticket =
        ticket("{\"group\":\"g\",\"visibility\":\"private\",\"ttl\":3600,\"id\":\"chosen\"}");

    HttpResponse<byte[]> stored =
        upload(ticket, "/api/media?filename=a.jpg", AcceptingServer.jpeg(1));

    assertThat(stored.statusCode()).isEqualTo(201);
    JsonValue record = record(stored);
    assertThat(record.at("id").text()).isEqualTo("chosen");
    assertThat(record.at("group").text()).isEqualTo("g");
    assertThat(record.at("visibility").text()).isEqualTo("private");
    assertThat(record.at("filename").text()).isEqualTo("a.jpg");
    assertThat(record.at("expiresAt").text()).isNotEmpty();
    String path = "/api/media/chosen";
    assertThat(server.send(server.as("app", path).DELETE()).statusCode()).isEqualTo(204);
  }

  @Test
  void upload_byQueryInEachForm_usesTheTicket() {
    String ticket = ticket("{\"count\":3,\"group\":\"forms\"}");
    String query = "/api/media?group=forms&ticket=" + ticket;
    String boundary = "edge";
    byte[] file = AcceptingServer.jpeg(2);
    List<byte[]> form =
        List.of(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.jpg\"\r\n\r\n"
                .getBytes(UTF_8),
            file,
            "\r\n--edge--\r\n".getBytes(UTF_8));
    String data = Base64.getEncoder().encodeToString(AcceptingServer.jpeg(3));

    List<Integer> statuses =
        List.of(
            post(query, "image/jpeg", BodyPublishers.ofByteArray(AcceptingServer.jpeg(4))),
            post(
                query,
                "multipart/form-data; boundary=" + boundary,
                BodyPublishers.ofByteArrays(form)),
            post(query, "application/json", BodyPublishers.ofString("{\"data\":\"" + data + "\"}")),
            post(query, "image/jpeg", BodyPublishers.ofByteArray(AcceptingServer.jpeg(5))));

    assertThat(statuses).containsExactly(201, 201, 201, 403);
  }

  private int post(String path, String type, HttpRequest.BodyPublisher body) {
    return server
        .send(HttpRequest.newBuilder(server.uri(path)).header("Content-Type", type).POST(body))
        .statusCode();
  }

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                              | ?id=other           | id",
        "{}                              | ?group=other        | group",
        "{}                              | ?visibility=private | visibility",
        "{\"visibility\":\"private\"}    | ?visibility=public  | visibility",
        "{\"ttl\":60}                    | ?ttl=61             | ttl",
        "{}                              | ?attr.title=x       | attr.title",
        "{}                              | ?owner=key:else     | owner",
        "{}                              | ?created=2001-02-03T04:05:06Z | created",
      })
  void upload_withAnotherOption_isRefusedAndNamesIt(String terms, String query, String option) {
    String ticket = ticket(terms);

    assertRefused(
        upload(ticket, "/api/media" + query, AcceptingServer.jpeg(12)),
        "The ticket does not permit this value of the option " + option + ".");

    assertThat(upload(ticket, AcceptingServer.jpeg(query.hashCode())).statusCode()).isEqualTo(201);
  }

  @Test
  void put_ofAnotherId_isRefusedWithoutTellingWhetherItExists() {
    server.put("else", "/api/media/theirs?visibility=private", AcceptingServer.jpeg(13));
    String ticket = ticket("{}");

    for (String id : List.of("theirs", "nobodys")) {
      HttpRequest.Builder put =
          with(ticket, "/api/media/" + id)
              .header("If-None-Match", "*")
              .PUT(BodyPublishers.ofByteArray(AcceptingServer.jpeg(14)));
      assertRefused(server.send(put), "The ticket does not permit this value of the option id.");
    }
  }

  @Test
  void upload_ofBytesThatAnotherOwnerHasUnderTheId_tellsNothingOfThem() {
    byte[] bytes = AcceptingServer.jpeg(15);
    server.put("else", "/api/media/taken?visibility=private", bytes);
    String ticket = ticket("{\"id\":\"taken\"}");

    assertThat(problem(upload(ticket, bytes))).isEqualTo("409 media-exists");
  }

  @ParameterizedTest
  @CsvSource({"100,image/jpeg", "5000,image/gif", "5000,video/*"})
  void upload_beyondTheTicket_isRefused(long bytes, String type) {
    String ticket = ticket("{\"bytes\":%d,\"types\":[\"%s\"]}".formatted(bytes, type));
    HttpRequest.Builder streamed =
        with(ticket, "/api/media")
            .POST(
                BodyPublishers.fromPublisher(
                    BodyPublishers.ofByteArray(AcceptingServer.jpeg(16)))); // without a length

    assertThat(problem(upload(ticket, AcceptingServer.jpeg(16)))).isEqualTo("403 ticket-refused");
    assertThat(problem(server.send(streamed))).isEqualTo("403 ticket-refused");
    assertThat(problem(resumed(ticket, "/api/uploads", AcceptingServer.jpeg(16))))
        .isEqualTo("403 ticket-refused");
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

  private HttpResponse<byte[]> patch(String path, byte[] bytes, int from, int to) {
    return server.send(
        tus(
                server.uri(path),
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Offset",
                "" + from)
            .method("PATCH", BodyPublishers.ofByteArray(bytes, from, to - from)));
  }

  private HttpResponse<byte[]> resumed(String ticket, String path, byte[] bytes) {
    return server.send(
        tus(
                server.uri(path + "?ticket=" + ticket),
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Length",
                "" + bytes.length)
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static HttpRequest.Builder tus(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Tus-Resumable", "1.0.0");
    return headers.length == 0 ? request : request.headers(headers);
  }

  @Test
  void holder_mayOnlyUpload() {
    String ticket = ticket("{\"count\":5}");
    server.put("app", "/api/media/own?visibility=private", AcceptingServer.jpeg(19));

    assertThat(server.send(with(ticket, "/api/media").GET()).statusCode()).isEqualTo(403);
    assertThat(server.send(with(ticket, "/api/media/own").GET()).statusCode()).isEqualTo(403);
    assertThat(server.send(with(ticket, "/api/media/own").DELETE()).statusCode()).isEqualTo(403);
    assertThat(server.send(with(ticket, "/images/own").GET()).statusCode()).isEqualTo(404);
    HttpRequest.Builder another =
        with(ticket, "/api/tickets")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));
    assertThat(problem(server.send(another))).isEqualTo("403 forbidden");
  }

  @Test
  void unknownTicket_isRefused() {
    String unknown = "calotype-ticket-" + "a".repeat(43);

    assertRefused(
        upload(unknown, AcceptingServer.jpeg(20)), "There is no such ticket, or it has expired.");
    assertRefused(
        upload("calotype-ticket-short", AcceptingServer.jpeg(20)),
        "There is no such ticket, or it has expired.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"bytes\":1000000000}          | bytes",
        "{\"bytes\":0}                   | bytes",
        "{\"count\":0}                   | count",
        "{\"types\":[\"text/html\"]}     | types",
        "{\"count\":1001}                | count",
        "{\"count\":2,\"id\":\"a\"}      | count",
        "{\"id\":\"a b\"}                | id",
        "{\"visibility\":\"secret\"}     | visibility",
        "{\"ttl\":\"soon\"}              | ttl",
        "{\"expires\":\"P8D\"}           | expires",
        "{\"expires\":\"0\"}             | expires",
        "{\"attributes\":{}}             | attributes",
      })
  void issue_withAWrongMember_isABadRequestThatNamesIt(String json, String member) {
    HttpResponse<byte[]> answer = issue("app", json);

    assertThat(problem(answer)).isEqualTo("400 bad-request");
    assertThat(json(answer).at("detail").text()).contains(member);
  }

  @Test
  void issue_byAViewer_isForbidden() {
    assertThat(problem(issue("view", "{}"))).isEqualTo("403 forbidden");
  }
}
