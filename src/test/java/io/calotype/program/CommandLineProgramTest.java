package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calotype.media.Sha256;
import io.calotype.program.Typed.Ended;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that ask a running server, as they are typed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineProgramTest {
  private static final String KEY = "calotype_a-key-that-stays-secret";

  private Path folder;
  private Program program;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    String entries = "me:admin:" + Sha256.ofText(KEY) + ",guest:viewer:" + Sha256.ofText("guest");
    program =
        Program.start(
            folder.resolve("data"), Map.of("API_KEYS", entries, "MAX_UPLOAD_SIZE", "100MiB"));
  }

  @AfterAll
  void stop() {
    program.close();
  }

  @Test
  void upload_ofAFolder_sendsPicturesAndListsFailures() throws Exception {
    Path pictures = pictures("whole", 5);
    Files.write(pictures.resolve("deep/broken.jpg"), broken());

    Ended first = run("upload", pictures.toString(), "--group", "whole");
    Ended again = run("upload", pictures.toString(), "--group", "whole");

    assertThat(first.code()).isEqualTo(1);
    assertThat(first.out()).contains("5 uploaded, 0 there already, 1 failed; ");
    assertThat(first.err())
        .contains("1 file failed: 422 Undecodable: ", pictures.resolve("deep/broken.jpg") + "");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).contains("0 uploaded, 5 there already, 1 failed; 0 B in ");
  }

  @Test
  void upload_withOptions_recordsThem() throws Exception {
    Path pictures = pictures("wishes", 1);
    Path picture = pictures.resolve("deep/0.jpg");
    String id = "f-" + Sha256.of(digest(Files.readAllBytes(picture))).hex().substring(0, 32);

    Ended ended = run("upload", picture + "", "--group", "w", "--ttl", "2h", "--private");
    Ended list = run("ls", "--group", "w", "--json");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith(id + "  " + picture);
    assertThat(list.out().lines()).hasSize(1);
    assertThat(list.out())
        .contains("\"id\":\"" + id + "\"", "\"visibility\":\"private\"", "\"expiresAt\":\"20");
  }

  @Test
  void upload_ofMoreThanTheHeap_isRefusedByTheServer() throws Exception {
    Path large = folder.resolve("large.png");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.write(Pictures.png(64, 64, 1));
      file.setLength(200_000_000);
    }

    Ended ended = run(Map.of("CALOTYPE_JAVA_OPTS", "-Xmx64m"), "upload", large.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("1 file failed: 413 Too large: ", large.toString());
  }

  @Test
  void upload_asJson_isALineAFileAndOneOfAll() throws Exception {
    Path pictures = pictures("lines", 2);

    Ended ended = run("upload", "--json", pictures.toString());

    assertThat(ended.out().lines()).hasSize(3).allMatch(line -> line.startsWith("{"));
    assertThat(ended.out().lines().toList())
        .last()
        .asString()
        .startsWith("{\"uploaded\":2,\"present\":0,\"failed\":0,\"untried\":0,\"bytes\":");
  }

  @Test
  void upload_byACallerWithoutTheRole_ends() throws Exception {
    Path pictures = pictures("refused", 3);

    Ended viewer = run("upload", "--parallel", "1", "--key", "guest", pictures.toString());
    Ended stranger = run("upload", "--key", "stranger", pictures.toString());

    assertThat(viewer.code()).isEqualTo(1);
    assertThat(viewer.out()).contains("0 uploaded, 0 there already, 1 failed, 2 not tried");
    assertThat(viewer.err()).contains("calotype: 403 Forbidden: ");
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.err()).startsWith("calotype: 401 Unauthorized: ");
    assertThat(stranger.err().lines()).hasSize(1);
  }

  @Test
  void ls_ofAGroup_isATable() throws Exception {
    Path pictures = pictures("table", 3);
    run("upload", pictures.toString(), "--group", "table");

    Ended all = run("ls", "--group", "table");
    Ended two = run("ls", "--group", "table", "--limit", "2", "--kind", "image", "--json");
    Ended oldest = run("ls", "--group", "table", "--order", "oldest");

    assertThat(all.code()).isZero();
    assertThat(all.out().lines()).hasSize(4);
    assertThat(all.out())
        .startsWith("ID ")
        .containsPattern("f-[0-9a-f]{32}  image/jpeg  320x240  [0-9.]+ kB  ")
        .contains("public      table");
    assertThat(two.out().lines()).hasSize(2);
    assertThat(oldest.out().lines().skip(1).toList())
        .isEqualTo(all.out().lines().skip(1).toList().reversed());
  }

  @Test
  void rm_ofIdsAndOfAGroup_deletesThem() throws Exception {
    run("upload", pictures("gone", 3).toString(), "--group", "gone");
    String id = run("ls", "--group", "gone", "--limit", "1").out().lines().toList().get(1);

    Ended one = run("rm", id.substring(0, 34));
    Ended again = run("rm", id.substring(0, 34));
    Ended json = run("rm", id.substring(0, 34), "--json");
    Ended unsure = run("rm", "--group", "gone");
    Ended group = run("rm", "--group", "gone", "--yes");

    assertThat(one.code()).isZero();
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).isEqualTo("calotype: " + id.substring(0, 34) + " is not there\n");
    assertThat(json.out())
        .isEqualTo("{\"id\":\"" + id.substring(0, 34) + "\",\"deleted\":false}\n");
    assertThat(unsure.code()).isEqualTo(2);
    assertThat(group.out()).isEqualTo("2 files deleted\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upload",
        "upload nosuchfile",
        "upload . --parallel 0",
        "upload . --ttl soon",
        "ls --kind audio",
        "ls --limit 0",
        "ls --order random",
        "ls --url ftp://host",
        "ls --url http://user:word@host",
        "rm",
        "rm a/b",
        "rm one --group two",
        "clean",
        "clean --all --older-than 2h",
        "stats --frob",
        "warm",
        "warm --preset small --parallel 9",
        "explain",
        "completion fish",
        "verify one --group two",
        "verify a/b",
        "orphans --frob",
        "upkeep now",
      })
  void command_wronglyUsed_isRefusedInOneLine(String line) throws Exception {
    Ended ended = run(line.split(" "));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("calotype: ").doesNotContain("Error:", "user:word");
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upload .",
        "ls",
        "rm a",
        "clean --all",
        "stats",
        "du",
        "warm --preset small",
        "explain /a"
      })
  void command_withoutServer_saysSoInOneLine(String line) throws Exception {
    Ended ended = run(Map.of("CALOTYPE_URL", "http://127.0.0.1:1"), line.split(" "));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo("calotype: the server at http://127.0.0.1:1 cannot be reached\n");
  }

  @Test
  void command_withoutKey_isRefusedByTheServer() throws Exception {
    Ended ended = run(Map.of("CALOTYPE_KEY", ""), "ls");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).startsWith("calotype: 401 Unauthorized: ");
  }

  @Test
  void key_thatIsNone_isNotPrinted() throws Exception {
    Ended ended = run("ls", "--key", "sec\nret");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("ret\n").doesNotContain("sec\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completion_always_isAScript(String shell) throws Exception {
    Ended ended = run("completion", shell);
    Path script = Files.writeString(folder.resolve(shell), ended.out());
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).start();

    assertThat(bash.waitFor()).isZero();
    assertThat(ended.out()).contains("upload", "--older-than");
  }

  @Test
  void completion_inBash_completes() throws Exception {
    Path script = Files.writeString(folder.resolve("script"), run("completion", "bash").out());

    assertThat(completed(script, "calotype wa")).isEqualTo("warm");
    assertThat(completed(script, "calotype clean --old")).isEqualTo("--older-than");
    assertThat(completed(script, "calotype explain --acc")).isEqualTo("--accept");
    assertThat(completed(script, "calotype completion z")).isEqualTo("zsh");
  }

  private static String completed(Path script, String words) throws IOException {
    String command =
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_calotype; echo ${COMPREPLY[@]}"
            .formatted(script, words, words.split(" ").length - 1);
    Process bash = new ProcessBuilder("bash", "-c", command).start();
    return new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void stats_always_areTablesOrJson() throws Exception {
    String stats =
        "{\"requests\":{\"memoryHits\":3,\"memoryHitRate\":0.75,\"diskHits\":0,\"diskHitRate\":0,"
            + "\"misses\":1,\"missRate\":0.25},\"cache\":{\"diskBytes\":1900000},"
            + "\"renders\":{\"waiting\":2,\"millis\":{\"webp\":{\"count\":9,\"p50\":1.5,\"p95\":2,\"p99\":3}}}}";
    try (Standing server = new Standing(stats)) {
      Ended table = run("stats", "--url", server.url());
      Ended json = run("stats", "--url", server.url(), "--json");

      assertThat(table.out())
          .contains("hits in memory  3      75.0 %\n", "misses          1      25.0 %\n")
          .contains("disk bytes  1.9 MB\n", "waiting  2\n")
          .containsPattern("webp +9 +1.5 +2 +3\n");
      assertThat(json.out()).isEqualTo(stats + "\n");
      assertThat(server.requests()).contains("GET /api/stats Bearer " + KEY + " ");
    }
  }

  @Test
  void clean_always_printsTheRemovedRenditions() throws Exception {
    try (Standing server = new Standing("{\"removed\": 1, \"bytes\": 1900000}")) {
      Ended dry = run("clean", "--url", server.url(), "--older-than", "24h", "--dry-run");
      Ended all = run("clean", "--url", server.url(), "--all");
      Ended group = run("clean", "--url", server.url(), "--group", "g", "--json");

      assertThat(dry.out()).isEqualTo("1 rendition would be removed, 1.9 MB\n");
      assertThat(all.out()).isEqualTo("1 rendition removed, 1.9 MB\n");
      assertThat(group.out()).isEqualTo("{\"removed\":1,\"bytes\":1900000}\n");
      assertThat(server.requests())
          .map(line -> line.substring(line.indexOf('{')))
          .containsExactly(
              "{\"olderThan\":\"PT24H\",\"dryRun\":true}", "{\"all\":true}", "{\"group\":\"g\"}");
    }
  }

  /// A server that gives the same statistics to every request, and records the requests.
  private static final class Standing implements AutoCloseable {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    Standing(String answer) throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/", exchange -> answer(exchange, answer.getBytes(UTF_8)));
      http.start();
    }

    private void answer(HttpExchange exchange, byte[] answer) throws IOException {
      try (exchange) {
        requests.add(
            exchange.getRequestMethod()
                + " "
                + exchange.getRequestURI()
                + " "
                + exchange.getRequestHeaders().getFirst("Authorization")
                + " "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      }
    }

    List<String> requests() {
      return requests;
    }

    String url() {
      return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  /// A folder with `count` pictures that are nowhere else, and with what is left out.
  private Path pictures(String name, int count) throws IOException {
    Path pictures = folder.resolve(name);
    Files.createDirectories(pictures.resolve("deep"));
    for (int i = 0; i < count; i++) {
      Files.write(
          pictures.resolve("deep/" + i + ".jpg"), Pictures.jpeg(320, 240, name.hashCode() + i));
    }
    Files.write(pictures.resolve(".hidden.jpg"), broken());
    return pictures;
  }

  private static byte[] broken() {
    return java.util.Arrays.copyOf(Pictures.jpeg(320, 240, 1), 700);
  }

  private static byte[] digest(byte[] bytes) throws Exception {
    return java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private Ended run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  /// Runs a command against the program, with the key.
  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    return Typed.at(program, folder, KEY).with(environment).run(arguments);
  }
}
