package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The output of the command, and its usage errors.
class StartProgramTest {
  @TempDir Path folder;
  @TempDir Path desk;

  @Test
  void version_always_isOneLine() throws Exception {
    Typed.Ended ended = run("--version");

    assertThat(ended.code()).isZero();
    assertThat(ended.all()).matches("Calotype [0-9.]+\\S*, Java 25\\S*\\s*");
  }

  @Test
  void help_always_namesTheCommandsInEightyColumns() throws Exception {
    for (List<String> arguments : List.of(List.of("--help"), List.of("serve", "--help"))) {
      Typed.Ended ended = run(arguments.toArray(String[]::new));

      assertThat(ended.code()).isZero();
      assertThat(ended.all()).contains("serve");
      assertThat(ended.all().lines()).allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void command_unknown_isRefusedInOneLine() throws Exception {
    Typed.Ended ended = run("frob");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.all().lines()).hasSize(1);
  }

  @Test
  void serve_wrongConfiguration_reportsEveryMistake() throws Exception {
    Map<String, String> wrong = Map.of("CALOTYPE_PROT", "1", "CALOTYPE_MAX_PIXELS", "many");

    Typed.Ended ended = run(wrong, "serve", "--host", "0.0.0.0", "--data", folder.toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.all()).contains("CALOTYPE_PROT", "CALOTYPE_MAX_PIXELS", "CALOTYPE_HOST");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void serve_portOrFolderInUse_saysWhichInOneLine() throws Exception {
    try (Program first = Program.start(folder.resolve("a"))) {
      Typed.Ended port =
          run("serve", "--port", "" + first.port(), "--data", folder.resolve("b") + "");
      Typed.Ended data = run("serve", "--port", "0", "--data", folder.resolve("a") + "");

      assertThat(port.code()).isEqualTo(1);
      assertThat(said(port)).hasSize(1);
      assertThat(port.all()).contains("127.0.0.1:" + first.port());
      assertThat(data.code()).isEqualTo(1);
      assertThat(said(data)).hasSize(1);
      assertThat(data.all()).contains("in use", folder.resolve("a") + "");
    }
  }

  @Test
  void serve_jsonLog_writesEveryLineAsJson() throws Exception {
    Map<String, String> json = Map.of("CALOTYPE_LOG_FORMAT", "json");
    Path file = Files.writeString(folder.resolve("settings"), "LOG_FORMAT=json\nPORT=many\n");
    try (Program program = Program.start(folder.resolve("a"), Map.of("LOG_FORMAT", "json"))) {
      program.put("one", Pictures.jpeg(640, 480, 1));
      Typed.Ended port = run(json, "serve", "--port", "" + program.port(), "--data", desk + "/b");
      Typed.Ended wrong = run(json, "serve", "--port", "many", "--host", "0.0.0.0");
      Typed.Ended inFile = run("serve", "--config", file.toString());

      assertThat(program.logUntil("stored")).allMatch(StartProgramTest::json);
      assertThat(port.all().lines()).allMatch(StartProgramTest::json);
      assertThat(wrong.all().lines()).hasSize(2).allMatch(StartProgramTest::json);
      assertThat(inFile.all().lines()).hasSize(1).allMatch(StartProgramTest::json);
      assertThat(wrong.code()).isEqualTo(2);
    }
  }

  private static boolean json(String line) {
    return JsonValue.read(line)
        .map(read -> read.members().keySet().containsAll(List.of("time", "level", "event")))
        .orElse(false);
  }

  /// Its output beside its log.
  private static List<String> said(Typed.Ended ended) {
    return ended.all().lines().filter(line -> !line.startsWith("time=")).toList();
  }

  @Test
  void serve_stoppedDuringAnUpload_answersItFirst() throws Exception {
    byte[] picture = Pictures.jpeg(640, 480, 1);
    Program program = Program.start(folder);
    try (Socket socket = program.connect()) {
      String head =
          "PUT /api/media/last HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + picture.length
              + "\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(picture, 0, 1_000);
      out.flush();
      Server.awaitIncoming(folder, 1);
      CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(program::stop);
      program.logUntil("stop.began");
      out.write(picture, 1_000, picture.length - 1_000);
      out.flush();

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 201");
      assertThat(ended.get()).isZero();
    }
    assertThat(program.log()).noneMatch(line -> line.contains("Exception"));
    try (Program again = Program.start(folder)) {
      assertThat(again.get("/images/last").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void serve_stopped_endsCleanly() throws IOException {
    Program program = Program.start(folder);
    program.put("one", Pictures.jpeg(640, 480, 1));

    assertThat(Files.readString(Path.of("/proc", program.pid() + "", "maps")))
        .contains(folder.resolve("native/libsqlitejdbc-").toString());
    assertThat(program.stop()).isZero();
    try (Stream<Path> incoming = Files.list(folder.resolve("incoming"))) {
      assertThat(incoming).isEmpty();
    }
  }

  private Typed.Ended run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  private Typed.Ended run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    return new Typed(desk, variables).run(arguments);
  }
}
