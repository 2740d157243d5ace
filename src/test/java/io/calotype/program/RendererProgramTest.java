package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Renderers that die or hang in the middle of a job.
class RendererProgramTest {
  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SEGV"})
  void get_whoseRendererIsLostOnce_isAnsweredAndOthersGoOn(String signal) throws Exception {
    Map<String, String> settings =
        Map.of("PREGENERATE", "", "RENDER_WORKERS", "2", "RENDER_WAIT", "PT2M");
    try (Server program = InJvm.start(data, settings)) {
      program.put("one", Pictures.jpeg(800, 600, 1));
      program.put("other", Pictures.jpeg(800, 600, 2));
      List<ProcessHandle> renderers = program.renderers();
      renderers.forEach(renderer -> signal(renderer, "STOP"));
      CompletableFuture<HttpResponse<byte[]>> answer =
          program.sendAsync(program.request("/images/one/small"));
      ProcessHandle lost = atWork(program);
      signal(lost, signal);
      signal(lost, "CONT");
      renderers.stream().filter(idle -> !idle.equals(lost)).forEach(idle -> signal(idle, "CONT"));

      assertThat(program.get("/images/other/small").statusCode()).isEqualTo(200);
      assertThat(answer.join().statusCode()).isEqualTo(200);
      assertThat(program.metric("calotype_renderers_lost_total")).isEqualTo(1);
      assertThat(program.get("/images/other/large").statusCode()).isEqualTo(200);
      assertThat(program.renderers()).hasSize(2).doesNotContain(lost);
    }
  }

  @Test
  void get_whoseRendererIsLostTwice_is422AndTheServerGoesOn() throws Exception {
    Map<String, String> settings =
        Map.of("PREGENERATE", "", "RENDER_WORKERS", "1", "RENDER_WAIT", "PT2M");
    try (Server program = InJvm.start(data, settings)) {
      program.put("one", Pictures.jpeg(800, 600, 1));
      program.renderers().forEach(renderer -> signal(renderer, "STOP"));
      CompletableFuture<HttpResponse<byte[]>> answer =
          program.sendAsync(program.request("/images/one/small"));
      while (!answer.isDone()) {
        program.renderers().stream()
            .filter(this::working)
            .forEach(renderer -> {
              signal(renderer, "SEGV");
              signal(renderer, "CONT");
            });
      }

      assertThat(answer.join().statusCode()).isEqualTo(422);
      assertRemembered(program);
      assertThat(program.put("other", Pictures.jpeg(800, 600, 2)).statusCode()).isEqualTo(201);
      assertThat(program.get("/images/other/small").statusCode()).isEqualTo(200);
    }
  }

  /// As on a machine that is too busy, or whose operator kills processes: no fault of the picture.
  @Test
  void get_whoseRendererHangsOrIsKilled_is503AndNotRemembered() throws Exception {
    Map<String, String> settings =
        Map.of(
            "PREGENERATE",
            "",
            "RENDER_WORKERS",
            "1",
            "RENDER_TIMEOUT",
            "PT2S",
            "RENDER_WAIT",
            "PT2M");
    try (Server program = InJvm.start(data, settings)) {
      program.put("one", Pictures.jpeg(800, 600, 1));
      program.renderers().forEach(renderer -> signal(renderer, "STOP"));

      HttpResponse<byte[]> late = program.get("/images/one/small");

      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
      assertThat(program.metric("calotype_failing_sources")).isZero();
      HttpResponse<byte[]> again = program.get("/images/one/small");
      for (int tries = 0; again.statusCode() == 503 && tries < 20; tries++) {
        again = program.get("/images/one/small");
      }
      assertThat(again.statusCode()).isEqualTo(200);
    }
  }

  /// It is not tried again by itself; the record says so; one call has it tried.
  private static void assertRemembered(Server program) {
    double lost = program.metric("calotype_renderers_lost_total");
    HttpResponse<byte[]> refused = program.get("/images/one/small");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
    assertThat(program.metric("calotype_renderers_lost_total")).isEqualTo(lost);
    assertThat(program.metric("calotype_renders_refused_total")).isEqualTo(1);
    assertThat(program.metric("calotype_failing_sources")).isEqualTo(1);
    assertThat(text(program.get("/api/media/one")))
        .contains("\"problems\":[{\"type\":\"/problems/undecodable\",\"format\":\"webp\"");
    assertExplained(program);
    assertThat(program.get("/images/one/large").statusCode()).isEqualTo(200);
    assertThat(text(program.get("/api/media?problems=true"))).contains("\"id\":\"one\"");

    HttpResponse<byte[]> retried = program.post("/api/media/one/retry", "", new byte[0]);

    assertThat(retried.statusCode()).isEqualTo(200);
    assertThat(text(retried)).doesNotContain("problems");
    assertThat(text(program.get("/api/media?problems=true"))).contains("\"items\":[]");
    assertThat(explained(program, "small").members()).doesNotContainKey("failedLately");
    assertThat(program.get("/images/one/small").headers().firstValue("Cache-Status"))
        .hasValueSatisfying(status -> assertThat(status).contains("hit"));
  }

  /// An explanation has the failure, and until it is tried again the status of the answer; others
  /// have neither.
  private static void assertExplained(Server program) {
    JsonValue small = explained(program, "small");
    assertThat(small.at("cache").at("result").text()).isEqualTo("miss");
    JsonValue failure = small.at("failedLately");
    assertThat(failure.at("tries").count()).isEqualTo(1);
    Instant since = Instant.parse(failure.at("since").text());
    Instant retryAt = Instant.parse(failure.at("retryAt").text());
    assertThat(retryAt).isAfter(since);
    if (Instant.now().isBefore(retryAt)) { // the machine is not too busy
      assertThat(small.at("status").count()).isEqualTo(422);
      assertThat(small.at("problem").text()).isEqualTo("undecodable");
    }
    JsonValue large = explained(program, "large");
    assertThat(large.at("status").count()).isEqualTo(200);
    assertThat(large.members()).doesNotContainKey("failedLately");
  }

  private static JsonValue explained(Server program, String preset) {
    String path = "/api/admin/explain?url=/images/one/" + preset;
    return JsonValue.read(text(program.get(path))).orElseThrow();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void renderer_lostWhileIdle_isReplaced() throws Exception {
    try (Server program = InJvm.start(data, Map.of("RENDER_WORKERS", "1", "RENDER_WAIT", "PT2M"))) {
      program.put("one", Pictures.jpeg(800, 600, 1));
      program.renderers().forEach(ProcessHandle::destroyForcibly);

      assertThat(program.put("two", Pictures.jpeg(800, 600, 2)).statusCode()).isEqualTo(201);
      assertThat(program.renderers()).hasSize(1);
    }
  }

  @Test
  void kill_ofTheServer_endsItsRenderers() throws Exception {
    Program program = Program.start(data);
    program.put("one", Pictures.jpeg(800, 600, 1));
    var renderers = program.renderers();
    assertThat(renderers).isNotEmpty();

    program.kill();

    Await.until(() -> renderers.stream().noneMatch(ProcessHandle::isAlive), "the renderers' end");
  }

  /// The renderer that has a job, as soon as there is one.
  private ProcessHandle atWork(Server program) throws InterruptedException {
    AtomicReference<ProcessHandle> found = new AtomicReference<>();
    Await.until(
        () -> {
          program.renderers().stream().filter(this::working).findAny().ifPresent(found::set);
          return found.get() != null;
        },
        "a renderer with a job");
    return Objects.requireNonNull(found.get());
  }

  /// A renderer works in its bench, and the source of its job lies there.
  private boolean working(ProcessHandle renderer) {
    try {
      Path bench = Files.readSymbolicLink(Path.of("/proc", renderer.pid() + "", "cwd"));
      return bench.startsWith(data.toRealPath()) && Files.exists(bench.resolve("source"));
    } catch (IOException gone) {
      return false;
    }
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, process.pid() + "").start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
