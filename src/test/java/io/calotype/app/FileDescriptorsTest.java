package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDescriptorsTest {
  @ParameterizedTest
  @CsvSource({
    "4096, 1048576, 4096",
    "4096, 9223372036854775807, 4096",
    "4096, 4096, 2944",
    "4096, 1024, 640",
    "4096, 256, 64",
    "10, 256, 10",
    "4096, 64, 1"
  })
  void room_byTheLimit_leavesDescriptorsForFiles(int requested, long limit, int room) {
    assertThat(FileDescriptors.room(requested, limit)).isEqualTo(room);
  }

  @ParameterizedTest
  @CsvSource({"1048576, 2048", "9223372036854775807, 2048", "20000, 1250", "256, 16"})
  void openFiles_byTheLimit_areFew(long limit, int files) {
    assertThat(FileDescriptors.openFiles(limit)).isEqualTo(files);
  }
}
