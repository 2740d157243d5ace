package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Renderers that die or hang in the middle of a job.
class RendererProgramTest {
  private static final byte[] SLOW = Pictures.png(5000, 5000, 5);

  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "KILL", "STOP"})
  void get_whoseRendererIsLostOnce_isAnsweredAndOthersGoOn(String signal) throws Exception {
    Map<String, String> settings =
        Map.of("PREGENERATE", "", "RENDER_WORKERS", "2", "RENDER_TIMEOUT", "PT5S");
    try (Program program = Program.start(data, settings)) {
      program.put("slow", SLOW);
      program.put("other", Pictures.jpeg(800, 600, 2));
      CompletableFuture<HttpResponse<byte[]>> slow =
          program.sendAsync(program.request("/images/slow/small"));
      Thread.sleep(60);
      signalBusiest(program, signal);

      assertThat(program.get("/images/other/small").statusCode()).isEqualTo(200);
      assertThat(slow.join().statusCode()).isEqualTo(200);
      assertThat(program.metric("calotype_renderers_lost_total")).isEqualTo(1);
      assertThat(program.renderers()).hasSize(2);
    }
  }

  @Test
  void get_whoseRendererIsLostTwice_is422AndTheServerGoesOn() throws Exception {
    Map<String, String> settings = Map.of("PREGENERATE", "", "RENDER_WORKERS", "1");
    try (Program program = Program.start(data, settings)) {
      program.put("slow", SLOW);
      CompletableFuture<HttpResponse<byte[]>> slow =
          program.sendAsync(program.request("/images/slow/small"));
      while (!slow.isDone()) {
        Thread.sleep(60);
        if (!slow.isDone()) {
          signalBusiest(program, "KILL");
        }
      }

      assertThat(slow.join().statusCode()).isIn(422, 503);
      assertThat(program.put("other", Pictures.jpeg(800, 600, 2)).statusCode()).isEqualTo(201);
      assertThat(program.get("/images/other/small").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void renderer_lostWhileIdle_isReplaced() throws Exception {
    try (Program program = Program.start(data, Map.of("RENDER_WORKERS", "1"))) {
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

    for (int tries = 0;
        tries < 100 && renderers.stream().anyMatch(ProcessHandle::isAlive);
        tries++) {
      Thread.sleep(50);
    }
    assertThat(renderers).noneMatch(ProcessHandle::isAlive);
  }

  /// The renderer at work has used the most CPU since.
  private static void signalBusiest(Program program, String signal) throws Exception {
    Map<Long, Long> before = ticks(program);
    Thread.sleep(30);
    Map<Long, Long> after = ticks(program);
    long busiest =
        after.keySet().stream()
            .max(
                java.util.Comparator.comparingLong(
                    pid -> after.getOrDefault(pid, 0L) - before.getOrDefault(pid, 0L)))
            .orElseThrow();
    new ProcessBuilder("kill", "-" + signal, Long.toString(busiest)).start().waitFor();
  }

  /// User and system time by process, in clock ticks (proc(5), fields 14 and 15 of `stat`).
  private static Map<Long, Long> ticks(Program program) {
    return program.renderers().stream()
        .collect(java.util.stream.Collectors.toMap(ProcessHandle::pid, RendererProgramTest::ticks));
  }

  private static long ticks(ProcessHandle process) {
    try {
      String stat = java.nio.file.Files.readString(Path.of("/proc", process.pid() + "", "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (java.io.IOException gone) {
      return 0;
    }
  }
}
