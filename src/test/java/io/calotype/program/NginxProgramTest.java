package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.calotype.Await;
import io.calotype.EventReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real nginx with docs/nginx.conf in front of a server with keys.
class NginxProgramTest {
  private static final String KEY = "Bearer admin-key";
  private static final int LONG = 20 << 20;

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void upload_ofTwentyMegabytes_streamsAndIsReadInRanges() throws Exception {
    byte[] file = Arrays.copyOf(Pictures.jpeg(320, 240, 1), LONG);
    try (Server program = keyed();
        Nginx nginx = nginx(program);
        EventReader events =
            EventReader.open(
                HttpRequest.newBuilder(nginx.uri("/api/events")).header("Authorization", KEY))) {
      assertThat(uploaded(nginx, "/api/media/long", file)).startsWith("HTTP/1.1 201 ");
      events.await("uploaded long");

      HttpResponse<byte[]> part =
          get(nginx, "/api/media/long/content", "Authorization", KEY, "Range", "bytes=100-199");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 100, 200));
    }
  }

  @Test
  void cache_keepsPublicRenditionsUntilTheirTimeIsOver_andPrivateOnesNever() throws Exception {
    try (Server program = keyed();
        Nginx nginx = nginx(program)) {
      assertThat(uploaded(nginx, "/api/media/open", Pictures.jpeg(320, 240, 2))).contains(" 201 ");
      assertThat(uploaded(nginx, "/api/media/own?visibility=private", Pictures.jpeg(320, 240, 3)))
          .contains(" 201 ");
      String open = "/api/media/open/thumbnail?size=small";

      assertThat(cached(get(nginx, open))).isEqualTo("200 MISS");
      HttpResponse<byte[]> hit = get(nginx, open);
      assertThat(cached(hit)).isEqualTo("200 HIT");
      String etag = hit.headers().firstValue("ETag").orElseThrow();
      assertThat(get(nginx, open, "If-None-Match", etag).statusCode()).isEqualTo(304);
      assertThat(cached(get(nginx, "/images/own/small", "Authorization", KEY)))
          .isEqualTo("200 BYPASS");
      assertThat(get(nginx, "/images/own/small").statusCode()).isEqualTo(404);

      nginx.expireAll();
      assertThat(cached(get(nginx, open))).isEqualTo("200 REVALIDATED");

      delete(nginx, "/api/media/open");
      nginx.expireAll();
      assertThat(get(nginx, open).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void request_throughNginxToAServerWithoutKeys_isRefusedWithTheReason() throws Exception {
    try (Server program = InJvm.start(folder.resolve("data"), Map.of("PREGENERATE", ""));
        Nginx nginx = nginx(program)) {
      HttpResponse<byte[]> refused = get(nginx, "/api/media");

      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("passed a proxy");
    }
  }

  /// Servers that answer with their number: only nginx is under test.
  @Test
  void hash_ofTheUri_keepsAUrlAtItsNode_andALostNodeMovesItsShareOnly() throws Exception {
    List<HttpServer> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(numbered(i));
    }
    List<Integer> ports = nodes.stream().map(node -> node.getAddress().getPort()).toList();
    try (Nginx nginx = Nginx.balancing(Files.createDirectory(folder.resolve("balancer")), ports)) {
      List<String> before = owners(nginx, "?v=1");

      assertThat(owners(nginx, "?w=320&v=2")).as("all sizes of a picture").isEqualTo(before);
      assertThat(before).contains("0", "1", "2", "3");

      nodes.removeLast().stop(0);
      List<String> after = owners(nginx, "");

      assertThat(after).doesNotContain("3");
      for (int i = 0; i < before.size(); i++) {
        if (!before.get(i).equals("3")) {
          assertThat(after.get(i)).as("picture " + i).isEqualTo(before.get(i));
        }
      }
    } finally {
      nodes.forEach(node -> node.stop(0));
    }
  }

  /// The map of docs/cluster.md: an unfinished upload is at the node that its URL names.
  @Test
  void map_ofResumableUploads_leadsToTheirNode() throws Exception {
    List<HttpServer> nodes = List.of(numbered(0), numbered(1));
    int a = nodes.getFirst().getAddress().getPort();
    int b = nodes.getLast().getAddress().getPort();
    Path place = Files.createDirectory(folder.resolve("uploads"));
    try (Nginx nginx = Nginx.routingUploads(place, a, b)) {
      assertThat(node(nginx, "/api/uploads/abcd234.a")).isEqualTo("0");
      assertThat(node(nginx, "/api/uploads/abcd234.b?ticket=x")).isEqualTo("1");
      assertThat(node(nginx, "/api/uploads")).isIn("0", "1");
      assertThat(node(nginx, "/api/uploads/direct/abcd234")).isIn("0", "1");
    } finally {
      nodes.forEach(node -> node.stop(0));
    }
  }

  private String node(Nginx nginx, String path) throws Exception {
    return new String(get(nginx, path).body(), StandardCharsets.US_ASCII);
  }

  private static HttpServer numbered(int number) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
          exchange.getResponseHeaders().add("Cache-Control", "no-store");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  /// The numbers of the nodes that answer for 200 pictures.
  private List<String> owners(Nginx nginx, String query) throws Exception {
    List<String> owners = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] answer = get(nginx, "/images/picture-" + i + "/small" + query).body();
      owners.add(new String(answer, StandardCharsets.US_ASCII));
    }
    return owners;
  }

  private Server keyed() {
    return InJvm.start(
        folder.resolve("data"),
        Map.of(
            "API_KEYS", AccessProgram.keys("admin:admin"),
            "PREGENERATE", "",
            "TRUSTED_PROXIES", "127.0.0.1"));
  }

  private Nginx nginx(Server program) throws IOException {
    return Nginx.start(Files.createDirectory(folder.resolve("nginx")), program.port());
  }

  private static String cached(HttpResponse<byte[]> answer) {
    return answer.statusCode() + " " + answer.headers().firstValue("X-Cache").orElse("none");
  }

  private HttpResponse<byte[]> get(Nginx nginx, String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(nginx.uri(path));
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofByteArray());
  }

  private void delete(Nginx nginx, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(nginx.uri(path)).header("Authorization", KEY).DELETE().build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
  }

  /// PUTs `file` and sends its second half only when bytes of the first have reached the server.
  ///
  /// @return the status line
  private String uploaded(Nginx nginx, String path, byte[] file) throws IOException {
    try (Socket socket = nginx.connect()) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Length: %d\r\n"
                  .formatted(path, KEY, file.length)
              + "Content-Type: application/octet-stream\r\nConnection: close\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(file, 0, file.length / 2);
      out.flush();
      if (file.length == LONG) {
        awaitBytes(folder.resolve("data").resolve("incoming"));
      }
      out.write(file, file.length / 2, file.length - file.length / 2);
      out.flush();
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static void awaitBytes(Path incoming) {
    Await.until(() -> bytes(incoming) >= 1 << 20, "an upload that streams");
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    } catch (NoSuchFileException doneMeanwhile) {
      return bytes;
    }
    return bytes;
  }
}
