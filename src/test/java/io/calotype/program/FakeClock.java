package io.calotype.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Debian's faketime: a process whose wall clock is ahead. Its monotonic clock keeps its rate and
/// value, as that of a machine whose clock is set does. With the "fix" of waits on that clock, each
/// wait of a JVM would end at once.
final class FakeClock {
  private static final String LIBRARY = "libfaketimeMT.so.1";

  private FakeClock() {}

  /// The library; empty if the package is not installed.
  static Optional<Path> library() {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(folder -> folder.resolve("faketime").resolve(LIBRARY))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// The beginning of a command whose process has a clock that is `ahead`.
  static List<String> ahead(Duration ahead) {
    return List.of(
        "env",
        "LD_PRELOAD=" + library().orElseThrow(),
        "FAKETIME=+" + ahead.toSeconds() + "s",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }
}
