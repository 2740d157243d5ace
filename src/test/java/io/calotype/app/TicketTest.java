package io.calotype.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.json.JsonValue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The terms of tickets for uploads, over HTTP.
class TicketTest extends TicketFixture {
  @Test
  void issue_withoutMembers_permitsOneUploadForAnHour() {
    HttpResponse<byte[]> answer = issue("app", "{}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
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
  void put_underACondition_withTheTicketsId_isStored() {
    String ticket = ticket("{\"id\":\"conditional\",\"expires\":900}");
    HttpRequest.Builder put =
        with(ticket, "/api/media/conditional")
            .header("If-None-Match", "*")
            .PUT(BodyPublishers.ofByteArray(AcceptingServer.jpeg(30)));

    assertThat(server.send(put).statusCode()).isEqualTo(201);
  }

  @Test
  void upload_withTwoTickets_isABadRequest() {
    String one = ticket("{}");
    String other = ticket("{}");

    assertThat(problem(upload(one, "/api/media?ticket=" + other, AcceptingServer.jpeg(32))))
        .isEqualTo("400 bad-request");
    assertThat(upload(one, "/api/media?ticket=" + one, AcceptingServer.jpeg(32)).statusCode())
        .isEqualTo(201);
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
        "{\"types\":[]}                  | types",
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

  private int post(String path, String type, HttpRequest.BodyPublisher body) {
    return server
        .send(HttpRequest.newBuilder(server.uri(path)).header("Content-Type", type).POST(body))
        .statusCode();
  }

  @Test
  void concatenation_withTheTicketInItsUrls_isStored() {
    String ticket = ticket("{}");
    byte[] bytes = AcceptingServer.jpeg(40);
    StringBuilder parts = new StringBuilder("final;");
    for (byte[] half :
        List.of(Arrays.copyOfRange(bytes, 0, 2000), Arrays.copyOfRange(bytes, 2000, LENGTH))) {
      HttpRequest.Builder part =
          tus(
              server.uri("/api/uploads?ticket=" + ticket),
              "Upload-Concat",
              "partial",
              "Upload-Length",
              "" + half.length,
              "Content-Type",
              "application/offset+octet-stream");
      HttpResponse<byte[]> created = server.send(part.POST(BodyPublishers.ofByteArray(half)));
      parts.append(created.headers().firstValue("Location").orElseThrow()).append(' ');
    }
    HttpRequest.Builder whole =
        tus(server.uri("/api/uploads?ticket=" + ticket), "Upload-Concat", parts.toString().strip());

    HttpResponse<byte[]> answer = server.send(whole.POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Media-Location")).isPresent();
  }
}
