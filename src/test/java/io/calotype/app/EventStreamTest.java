package io.calotype.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.EventReader;
import io.calotype.failure.Failure;
import io.calotype.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `GET /api/events` of the server in this process.
class EventStreamTest extends EventServerFixture {
  @Test
  void lifeOfAMedia_aViewerReads_isSentInOrder() {
    EventReader reader = read("seer");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusMillis(2);
    put("a");
    patch("a", "{\"group\":\"album\"}");
    delete("a");

    reader.await("deleted a");

    assertThat(reader.summary()).containsExactly("uploaded a", "changed a", "deleted a");
    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(reader.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reader.header("X-Accel-Buffering")).isEqualTo("no");
    JsonValue data = JsonValue.read(reader.events().getFirst().data()).orElseThrow();
    assertThat(data.at("id").text()).isEqualTo("a");
    assertThat(data.at("kind").text()).isEqualTo("image");
    assertThat(Instant.parse(data.at("at").text())).isBetween(before, Instant.now());
  }

  @Test
  void event_ofAGroupAndABatch_isSentForEachMedia() {
    for (String id : List.of("g1?group=g", "g2?group=g", "b1", "b2")) {
      put(id);
    }
    EventReader reader = read("seer");

    server.send(server.as("app", "/api/media?group=g").DELETE());
    server.send(
        server
            .as("app", "/api/media/batch-delete")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"ids\":[\"b1\",\"b2\"]}")));

    Await.until(() -> reader.events().size() == 4, "the events");
    assertThat(reader.summary())
        .containsExactlyInAnyOrder("deleted g1", "deleted g2", "deleted b1", "deleted b2");
  }

  @Test
  void rendition_thatCannotBeMade_isSentAsFailedOnce() {
    put("f");
    EventReader reader = read("seer");
    server.engine().refuse(new Failure.Undecodable());

    for (String size : List.of("small", "small", "medium")) {
      HttpRequest.Builder request = server.as("app", "/images/f/" + size);
      assertThat(server.send(request).statusCode()).isEqualTo(422);
    }
    delete("f");

    reader.await("deleted f");
    assertThat(reader.summary()).containsExactly("failed f", "deleted f");
  }

  @Test
  void resume_lastEvent_hasAllThatFollowed() {
    EventReader first = read("seer");
    put("one");
    first.await("uploaded one");
    first.close();
    put("two");
    delete("one");

    EventReader second = read("seer", "Last-Event-ID", first.lastId());

    second.await("deleted one");
    put("three");
    second.await("uploaded three");
    assertThat(second.summary()).containsExactly("uploaded two", "deleted one", "uploaded three");
  }

  @Test
  void resume_noEventWasReceived_hasAllThatFollowed() {
    EventReader first = read("seer");
    Await.until(() -> !first.lastId().isEmpty(), "an id");
    first.close();
    put("one");

    EventReader second = read("seer", "Last-Event-ID", first.lastId());

    second.await("uploaded one");
    assertThat(second.summary()).containsExactly("uploaded one");
  }

  @ParameterizedTest
  @CsvSource({"1-0", "1", "not an id", "99999999999999-0"})
  void resume_eventThatIsNotKept_beginsWithReset(String lastId) {
    put("before");
    EventReader reader = read("seer", "Last-Event-ID", lastId);
    put("after");

    reader.await("uploaded after");

    assertThat(reader.summary()).containsExactly("reset", "uploaded after");
  }

  @Test
  void resume_afterARestart_hasAllThatFollowed() {
    EventReader first = read("seer");
    put("one");
    first.await("uploaded one");
    server.close();
    Await.until(first::ended, "the end of the response");
    server = AcceptingServer.start(settings());
    put("two");

    EventReader second = read("seer", "Last-Event-ID", first.lastId());

    second.await("uploaded two");
    assertThat(second.summary()).containsExactly("uploaded two");
    assertThat(first.broken()).as("ended like a complete response").isFalse();
  }

  @Test
  void option_unknown_isRefused() {
    assertThat(server.send(server.as("seer", EVENTS + "?since=1")).statusCode()).isEqualTo(400);
  }

  @Test
  void head_hasTheHeadersAndEnds() {
    HttpResponse<byte[]> answer = server.send(server.as("seer", EVENTS).HEAD());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
  }

  @Test
  void example_ofTheDocument_followsTheEvents() throws Exception {
    String page = Files.readString(Path.of("docs", "events.md"));
    Matcher block = Pattern.compile("(?ms)^```js\n(.*?)^```$").matcher(page);
    assertThat(block.find()).isTrue();
    Files.writeString(folder.resolve("events.mjs"), block.group(1));
    Path main =
        Files.writeString(
            folder.resolve("main.mjs"),
            """
            import { follow } from './events.mjs';
            const [url, key] = process.argv.slice(2);
            follow(url, key, (type, data) => {
              console.log(type, data.id ?? '');
              if (type === 'deleted') process.exit(0);
            }, new AbortController().signal);
            """);
    Process node =
        new ProcessBuilder("node", main.toString(), server.uri(EVENTS).toString(), "seer-secret")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = node.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("reset ");
      put("a");
      assertThat(lines.readLine()).isEqualTo("uploaded a");
      delete("a");
      assertThat(lines.readLine()).isEqualTo("deleted a");
    } finally {
      node.destroyForcibly().waitFor();
    }
  }

  /// nginx speaks HTTP/1.0 to its upstream by default.
  @Test
  void http10_readsUntilTheConnectionEnds() throws IOException {
    try (Socket socket = connect(1 << 16, "HTTP/1.0", null)) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertThat(lines.readLine()).endsWith(" 200 OK");
      put("a");

      List<String> body = new ArrayList<>();
      while (!body.contains("event: uploaded")) {
        body.add(lines.readLine());
      }

      assertThat(body).contains("connection: close").doesNotContain("transfer-encoding: chunked");
      assertThat(lines.readLine()).startsWith("data: {\"id\":\"a\",");
    }
  }

  private Socket connect(int buffer, String version, @Nullable String lastId) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.setSoTimeout(60_000);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.uri("/").getPort()));
    String head =
        "GET /api/events %s\r\nHost: localhost\r\nAuthorization: Bearer seer-secret\r\n%s\r\n"
            .formatted(version, lastId == null ? "" : "Last-Event-ID: " + lastId + "\r\n");
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    return socket;
  }

  /// The kernel keeps up to 4 MB for a client that does not read, and the events have 6 MB. A very
  /// slow machine may close the connection first, as that of a slow reader.
  @Test
  void client_thatDoesNotRead_missesEventsAndDelaysNobody() throws Exception {
    EventReader reader = read("seer");
    put("a");
    reader.await("uploaded a");
    try (Socket stalled = connect(4096, "HTTP/1.1", reader.lastId())) {
      int events = 1;
      for (int round = 0; round < 6; round++) {
        addEvents(9_000);
        events += 9_000;
        int expected = events;
        Await.until(() -> reader.count() >= expected, "the events of the reader");
      }

      assertThat(text(stalled)).contains("event: reset");
    }
  }

  private void addEvents(int count) throws SQLException {
    String file = "jdbc:sqlite:" + folder.resolve("data").resolve("catalog.db");
    try (Connection connection = DriverManager.getConnection(file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + count
              + ")"
              + " INSERT INTO events SELECT i + p, i + s, 'failed', 'a', 'IMAGE', '*', '*' FROM n,"
              + " (SELECT position AS p, serial AS s FROM events ORDER BY position DESC LIMIT 1)");
    }
  }

  /// Reads until the reset, or until the connection ends.
  private static String text(Socket socket) throws IOException {
    StringBuilder last = new StringBuilder();
    byte[] piece = new byte[1 << 16];
    InputStream in = socket.getInputStream();
    try {
      for (int read = in.read(piece); read > 0; read = in.read(piece)) {
        last.append(new String(piece, 0, read, US_ASCII));
        if (last.indexOf("event: reset") >= 0) {
          return last.toString();
        }
        last.delete(0, Math.max(0, last.length() - 100));
      }
    } catch (SocketException closed) {
      return "event: reset is not needed: the connection has ended";
    }
    return "event: reset is not needed: the connection has ended";
  }
}
