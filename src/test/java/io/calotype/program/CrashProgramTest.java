package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random moments of uploads: a while after none, or a few, were answered, since a
/// busy machine answers none in a given time.
@Tag("waits")
class CrashProgramTest {
  private static final int ROUNDS = 10;
  private static final int CLIENTS = 4;
  private static final int MOST_AWAITED = 4;
  private static final int MOST_MILLIS = 200;

  @TempDir Path data;

  @Test
  void kill_atAnyMomentOfUploads_losesNothingThatWasAnswered() throws Exception {
    Map<String, Integer> answered = new ConcurrentHashMap<>();
    byte[][] pictures =
        IntStream.range(0, 6)
            .mapToObj(i ->
                i % 2 == 0 ? Pictures.jpeg(700 + 200 * i, 500, i) : Pictures.png(600, 400 + i, i))
            .toArray(byte[][]::new);

    for (int round = 0; round < ROUNDS; round++) {
      try (Program program = Program.start(data)) {
        assertThat(names("incoming")).as("round " + round).isZero();
        uploadUntilKilled(program, round, pictures, answered);
      }
    }

    assertThat(answered).hasSizeGreaterThan(ROUNDS);
    try (Program program = Program.start(data)) {
      assertThat(names("incoming")).isZero();
      answered.forEach((id, picture) -> assertWhole(program, id, pictures[picture]));
      assertThat(program.metric("calotype_cache_damaged_total")).isLessThan(ROUNDS * CLIENTS);
    }
  }

  private static void uploadUntilKilled(
      Program program, int round, byte[][] pictures, Map<String, Integer> answered)
      throws InterruptedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        String prefix = "r" + round + "c" + client + "n";
        clients.execute(() -> upload(program, prefix, pictures, answered));
      }
      awaitAnswers(answered, answered.size() + random.nextInt(MOST_AWAITED + 1));
      Thread.sleep(random.nextLong(MOST_MILLIS));
      program.kill();
    }
  }

  private static void awaitAnswers(Map<String, Integer> answered, int count) {
    Await.until(() -> answered.size() >= count, "answers to uploads");
  }

  private static void upload(
      Program program, String prefix, byte[][] pictures, Map<String, Integer> answered) {
    Random random = new Random(prefix.hashCode());
    try {
      for (int n = 0; ; n++) {
        int picture = random.nextInt(pictures.length);
        if (program.put(prefix + n, pictures[picture]).statusCode() == 201) {
          answered.put(prefix + n, picture);
        }
      }
    } catch (java.io.UncheckedIOException killed) {
      // as intended
    }
  }

  private static void assertWhole(Program program, String id, byte[] original) {
    assertThat(program.get("/api/media/" + id + "/content").body()).as(id).isEqualTo(original);
    byte[] thumbnail = program.get("/api/media/" + id + "/thumbnail?format=jpeg").body();
    assertThat(Pictures.decoded(thumbnail).getWidth()).as(id).isLessThanOrEqualTo(400);
  }

  private long names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve(folder))) {
      return files.count();
    }
  }
}
