package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that can open no file and no socket: its limit is lowered to what it has open.
class DescriptorProgramTest {
  private static final int CONNECTIONS = 6;
  private static final byte[] PHOTO = Pictures.jpeg(640, 480, 1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Test
  void requests_withoutDescriptors_areProblemsAndNothingIsCalledDamaged() throws Exception {
    Map<String, String> settings = Map.of("PREGENERATE", "small", "MEMORY_CACHE_SIZE", "0");
    try (Program program = Program.start(data, settings)) {
      assertThat(program.put("one", PHOTO).statusCode()).isEqualTo(201);
      assertThat(program.put("doomed", Pictures.jpeg(300, 200, 2)).statusCode()).isEqualTo(201);
      assertThat(program.get("/images/one/small").statusCode()).isEqualTo(200);
      assertThat(program.get("/images/doomed?w=64").statusCode()).isEqualTo(200);

      exhaust(program);
      HttpResponse<byte[]> content = program.get("/api/media/one/content");
      HttpResponse<byte[]> rendition = program.get("/images/one/small");
      HttpResponse<byte[]> miss = program.get("/images/one?w=96");
      HttpResponse<byte[]> put = program.put("new", Pictures.jpeg(64, 48, 3));
      HttpResponse<byte[]> list = program.get("/api/media");
      HttpResponse<byte[]> record = program.get("/api/media/one");
      HttpResponse<byte[]> deleted = program.delete("/api/media/doomed");
      try (Socket _ = program.connect()) { // the kernel completes the handshake, not the program
        program.logUntil("event=connections.not-accepted");
      }
      limit(program, "4096");

      assertNoDescriptors(content);
      assertKnown(rendition); // a renderer that runs may make it again, from a link
      assertKnown(miss);
      assertNoDescriptors(put);
      assertThat(list.statusCode()).isEqualTo(200);
      assertThat(text(record)).doesNotContain("problems");
      assertNoDescriptors(deleted); // a removal is noted in a file before anything is removed
      assertThat(program.get("/images/doomed?w=64").statusCode()).isEqualTo(200);
      assertThat(program.delete("/api/media/doomed").statusCode()).isEqualTo(204);
      assertThat(files("images", "doomed")).isZero();

      assertThat(program.get("/api/media/one/content").body()).isEqualTo(PHOTO);
      assertThat(program.get("/images/one?w=96").statusCode()).isEqualTo(200);
      assertThat(program.put("new", Pictures.jpeg(64, 48, 3)).statusCode()).isEqualTo(201);
      awaitNone("renditions", "doomed");
      assertThat(text(program.get("/api/media/one"))).doesNotContain("problems");
      assertThat(text(program.get("/api/media?problems=true"))).contains("\"items\":[]");
      assertThat(program.log())
          .noneMatch(line -> line.contains("\tat ") || line.contains("event=internal"))
          .noneMatch(line -> line.contains("NativeIoException"))
          .filteredOn(line -> line.contains("event=connections.not-accepted"))
          .hasSize(1);
    }
  }

  /// Opens some connections, and permits no further descriptor. The program closes the one of a
  /// request that it answers before it has read the body, and with no other the next request waits
  /// for one that it cannot accept.
  private static void exhaust(Program program) throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        Stream.generate(() -> program.sendAsync(program.request("/images/one/small")))
            .limit(CONNECTIONS)
            .toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    limit(program, "3"); // less than it has: no new one
  }

  private static void limit(Program program, String descriptors) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder("prlimit", "--pid", program.pid() + "", "--nofile=" + descriptors + ":");
    try {
      assertThat(command.start().waitFor()).isZero();
    } catch (IOException absent) {
      assumeTrue(false, "this test needs prlimit of util-linux");
    }
  }

  private static void assertNoDescriptors(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(503);
    assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
  }

  private static void assertKnown(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      assertNoDescriptors(answer);
    }
  }

  private long files(String folder, String id) throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve(folder))) {
      return all.filter(file -> file.toString().contains("/" + id)).count();
    } catch (UncheckedIOException gone) { // meanwhile
      return files(folder, id);
    }
  }

  /// Files that a removal has left are removed in the background when the disk works again.
  private void awaitNone(String folder, String id) {
    Await.until(() -> files(folder, id) == 0, "removal of the files of " + id);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
