package io.calotype.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureListTest {
  @Test
  void add_fullDisk_countsAndIsIncomplete() {
    try (FailureList failures = new FailureList(Path.of("/dev/full"))) {
      failures.add("image:a", "broken");
      failures.add("image:b", "broken");

      assertThat(failures.count()).isEqualTo(2);
      assertThat(failures.complete()).isFalse();
    }
  }

  @Test
  void add_roomOnDisk_writesALineAtOnce(@TempDir Path folder) {
    Path file = folder.resolve("failures.jsonl");
    try (FailureList failures = new FailureList(file)) {
      failures.add("image:a", "broken");

      assertThat(file).content().contains("\"image:a\"").endsWith(System.lineSeparator());
      assertThat(failures.complete()).isTrue();
    }
  }
}
