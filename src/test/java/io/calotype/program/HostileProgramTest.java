package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every hostile file of the corpus, in several forms of upload and renditions.
class HostileProgramTest {
  private static final int MAX_TRIES = 60;

  /// The port to which files of the corpus make a careless reader connect.
  private static final int CANARY = 18_099;

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long RENDER_MEMORY = 1L << 30;
  private static final long SERVER_MEMORY = 600L << 20;
  private static final List<String> RENDITIONS =
      List.of(
          "/images/ID",
          "/images/ID.jpg",
          "/images/ID.png",
          "/images/ID/small",
          "/images/ID/medium.jpg",
          "/images/ID/large.png",
          "/api/media/ID/thumbnail?size=small",
          "/api/media/ID/thumbnail?size=large&format=webp");
  private static final Pattern SLUG = Pattern.compile("\"type\":\"/problems/([a-z-]+)\"");
  private static final Pattern DETAIL = Pattern.compile("\"detail\":\"([^\"]*)\"");
  private static final Pattern LIBRARY =
      Pattern.compile(
          "/|\\\\|vips|libpng|libjpeg|rsvg|xml|exception|error|null", Pattern.CASE_INSENSITIVE);

  @TempDir Path folder;

  private final AtomicInteger canary = new AtomicInteger();
  private final AtomicLong serverPeak = new AtomicLong();
  private final AtomicLong renderersPeak = new AtomicLong();
  private volatile boolean over;

  @Test
  void everyHostileFile_inEachForm_isAPictureOrAProblem() throws Exception {
    Path hostile = Corpus.require("hostile");
    Path suite = Corpus.require("pngsuite");
    Path data = folder.resolve("data");
    Map<String, Map<String, Integer>> table = new TreeMap<>();
    Map<String, String> settings =
        Map.of("RENDER_TIMEOUT", TIMEOUT.toString(), "RENDER_WORKERS", "2", "PREGENERATE", "small");
    try (ServerSocket listener = listener();
        Program program = Program.start(data, settings)) {
      Thread.startVirtualThread(() -> listen(listener));
      Thread measuring = Thread.ofPlatform().start(() -> measure(program));
      for (Path group : folders(hostile, suite)) {
        table.put(group.getFileName().toString(), sent(program, group));
      }
      over = true;
      measuring.join();

      System.out.println(text(table));
      assertThat(program.log()).anyMatch(line -> line.contains("event=confinement in-force=true"));
      assertThat(program.put("good", Pictures.jpeg(64, 48, 1)).statusCode()).isEqualTo(201);
      assertThat(program.get("/health/ready").statusCode()).isEqualTo(200);
    }
    assertThat(canary).as("requests to the listener").hasValue(0);
    assertThat(serverPeak).hasValueLessThan(SERVER_MEMORY);
    assertThat(renderersPeak).hasValueLessThan(RENDER_MEMORY + RENDER_MEMORY / 4);
    assertThat(folder)
        .isDirectoryContaining(data::equals)
        .isDirectoryNotContaining(other -> !other.equals(data));
  }

  private static List<Path> folders(Path hostile, Path suite) throws IOException {
    try (Stream<Path> folders = Files.list(hostile)) {
      return Stream.concat(folders.filter(Files::isDirectory).sorted(), Stream.of(suite)).toList();
    }
  }

  /// Sends every file of a folder, two at a time, and counts what came of each.
  private static Map<String, Integer> sent(Program program, Path group) throws Exception {
    double lost = program.metric("calotype_renderers_lost_total");
    Map<String, Integer> counts = new TreeMap<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2);
        Stream<Path> walk = Files.walk(group)) {
      List<Path> files =
          walk.filter(Files::isRegularFile).filter(HostileProgramTest::chosen).sorted().toList();
      List<Future<String>> outcomes =
          IntStream.range(0, files.size())
              .mapToObj(i -> two.submit(() -> sentInTwoForms(program, files.get(i), i)))
              .toList();
      for (Future<String> outcome : outcomes) {
        counts.merge(outcome.get(), 1, Integer::sum);
      }
    }
    int losses = (int) (program.metric("calotype_renderers_lost_total") - lost);
    if (losses > 0) {
      counts.put("renderers lost", losses);
    }
    return counts;
  }

  /// Every file but those of the suite that are sound and do not have 8 bits a sample.
  private static boolean chosen(Path file) {
    return !file.toString().contains("pngsuite")
        || String.valueOf(file.getFileName()).matches("x.*|.*08\\.png");
  }

  /// Returns the outcome of `file`. Every third file is sent in a second form too, JSON or
  /// multipart, with the same outcome: the decoder reads the same bytes in each.
  ///
  /// A file that is slow is sent once, as its time is that of the decoder. Each picture is rendered
  /// in four ways, the small ones of the suite in two.
  ///
  /// @param index the place of the file in its folder
  private static String sentInTwoForms(Program program, Path file, int index) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Sent first = sent(program, file, raw(program, bytes));
    if (first.accepted()) {
      assertRenditions(program, file, location(first.answer), renditions(file, index));
      assertOriginal(file, bytes, program.get(location(first.answer) + "/content"));
    }
    if (first.slow || index % 3 > 0) {
      return first.outcome;
    }
    Sent again =
        sent(program, file, index % 2 == 0 ? json(program, bytes) : multipart(program, bytes));
    if (again.accepted()) {
      assertOriginal(file, bytes, program.get(location(again.answer) + "/content"));
    }
    assertThat(again.agrees(first)).as("%s: %s, %s", file, first, again).isTrue();
    return first.outcome;
  }

  /// An answer to an upload.
  ///
  /// @param outcome what came of it
  /// @param slow whether a try at decoding it may have been as long as one may be
  private record Sent(String outcome, boolean slow, HttpResponse<byte[]> answer) {
    boolean accepted() {
      return answer.statusCode() == 201;
    }

    /// A file that takes about the time limit is decoded or not, depending on the load.
    boolean agrees(Sent other) {
      return outcome.equals(other.outcome)
          || (slow && outcome.equals("undecodable"))
          || (other.slow && other.outcome.equals("undecodable"));
    }
  }

  private static Sent sent(Program program, Path file, HttpRequest.Builder form) {
    Instant begun = Instant.now();
    HttpResponse<byte[]> answer = answered(program, form);
    boolean slow = Duration.between(begun, Instant.now()).compareTo(TIMEOUT) > 0;
    return new Sent(outcome(file, answer), slow, answer);
  }

  /// Repeats a request that was refused for lack of memory or time: two bombs at once, a busy
  /// machine.
  private static HttpResponse<byte[]> answered(Program program, HttpRequest.Builder request) {
    HttpResponse<byte[]> answer = program.send(request.timeout(PATIENCE));
    for (int again = 0; again < MAX_TRIES && answer.statusCode() == 503; again++) {
      pause(answer.headers().firstValueAsLong("Retry-After").orElseThrow() * 1_000);
      answer = program.send(request);
    }
    return answer;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `accepted`, or the slug of a problem that tells nothing of the server or its libraries.
  private static String outcome(Path file, HttpResponse<byte[]> answer) {
    String body = text(answer);
    if (answer.statusCode() == 201) {
      return "accepted";
    }
    assertThat(answer.statusCode()).as("%s: %s", file, body).isIn(400, 413, 415, 422);
    Matcher slug = SLUG.matcher(body);
    Matcher detail = DETAIL.matcher(body);
    assertThat(slug.find() && detail.find()).as(body).isTrue();
    assertThat(LIBRARY.matcher(detail.group(1)).find()).as(body).isFalse();
    return slug.group(1);
  }

  private static List<String> renditions(Path file, int index) {
    int count = file.toString().contains("pngsuite") ? 2 : 4;
    int first = count * index % RENDITIONS.size();
    return RENDITIONS.subList(first, first + count);
  }

  private static void assertRenditions(
      Program program, Path file, String self, List<String> renditions) {
    String id = self.substring(self.lastIndexOf('/') + 1);
    for (String path : renditions) {
      HttpResponse<byte[]> answer =
          program.send(program.request(path.replace("ID", id)).timeout(PATIENCE));
      if (answer.statusCode() == 503) { // a busy machine has no time for a drawing like this
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      } else if (answer.statusCode() == 200) {
        assertThat(answer.headers().firstValue("Content-Type"))
            .hasValueSatisfying(type -> assertThat(type).startsWith("image/"));
        assertThat(answer.body()).isNotEmpty();
      } else {
        outcome(file, answer);
      }
    }
  }

  /// No browser runs it.
  private static void assertOriginal(Path file, byte[] bytes, HttpResponse<byte[]> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String disposition = answer.headers().firstValue("Content-Disposition").orElse("");

    assertThat(answer.statusCode()).as(file.toString()).isEqualTo(200);
    assertThat(Arrays.equals(answer.body(), bytes)).as(file.toString()).isTrue();
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValue("default-src 'none'; sandbox");
    assertThat(type).matches("(image|video)/.*");
    assertThat(disposition).startsWith(type.contains("svg") ? "attachment;" : "inline;");
  }

  private static HttpRequest.Builder raw(Program program, byte[] bytes) {
    return program.request("/api/media").POST(BodyPublishers.ofByteArray(bytes));
  }

  private static HttpRequest.Builder json(Program program, byte[] bytes) {
    String json = "{\"data\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
    return program
        .request("/api/media")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  private static HttpRequest.Builder multipart(Program program, byte[] bytes) {
    String head = "Content-Disposition: form-data; name=\"file\"; filename=\"../../x\"";
    byte[] begin = ("--b\r\n" + head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII);
    return program
        .request("/api/media")
        .header("Content-Type", "multipart/form-data; boundary=b")
        .POST(BodyPublishers.ofByteArrays(List.of(begin, bytes, end)));
  }

  /// Listens where the files would connect to, or elsewhere if that port is taken.
  private static ServerSocket listener() throws IOException {
    try {
      return new ServerSocket(CANARY, 9, InetAddress.getLoopbackAddress());
    } catch (BindException taken) {
      System.out.println("port " + CANARY + " is taken: connections to it are not seen");
      return new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    }
  }

  private void listen(ServerSocket listener) {
    try {
      while (true) {
        listener.accept().close();
        canary.incrementAndGet();
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void measure(Program program) {
    while (!over) {
      serverPeak.accumulateAndGet(resident(program.pid()), Math::max);
      long renderers = program.renderers().stream().mapToLong(r -> resident(r.pid())).sum();
      renderersPeak.accumulateAndGet(renderers, Math::max);
      pause(50);
    }
  }

  private static long resident(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", pid + "", "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  private String text(Map<String, Map<String, Integer>> table) {
    StringBuilder text = new StringBuilder();
    table.forEach((group, counts) -> text.append("%-24s %s%n".formatted(group, counts)));
    return text.append(
            "peak: server %d MiB, renderers %d MiB"
                .formatted(serverPeak.get() >> 20, renderersPeak.get() >> 20))
        .toString();
  }

  private static String location(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
