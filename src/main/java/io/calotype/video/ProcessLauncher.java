package io.calotype.video;

import io.calotype.imaging.confinement.Confinement;
import io.calotype.imaging.confinement.ProcessLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a process is started: with limits, an environment of our own, and confined where that is
/// wanted and can be had.
///
/// @param settings how videos are worked on
record ProcessLauncher(VideoSettings settings) {
  private static final int MAX_OPEN_FILES = 64;

  /// Everything that is passed down. One arena for each thread would cost address space.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("MALLOC_ARENA_MAX", "2", "LC_ALL", "C.UTF-8", "AV_LOG_FORCE_NOCOLOR", "1");

  /// Starts `command` in `folder`, which is all that it sees beside the system's libraries.
  ///
  /// Errors: an [IOException] where it cannot be started.
  Process start(List<String> command, Path folder) throws IOException {
    Optional<Confinement> confinement = settings.confinement().confinement();
    if (confinement.isEmpty()) {
      return limits().on(unconfined(command, folder).start());
    }
    List<String> environment =
        ENVIRONMENT.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    Confinement.Program program = new Confinement.Program(command, environment, folder);
    return confinement.get().startForeign(program, libraries(command.getFirst()), limits());
  }

  /// The kernel's bound on processor time is twice ours: [FfmpegProcess] ends a process that
  /// computes too long, and knows why. The kernel does it where this server is not there to do it.
  private ProcessLimits limits() {
    return new ProcessLimits(
        settings.memoryBytes(), MAX_OPEN_FILES, settings.timeout().multipliedBy(2));
  }

  /// Where a program that is installed in a tree of its own has its libraries.
  private static List<Path> libraries(String program) throws IOException {
    Path folder = Path.of(program).toRealPath().resolveSibling("../lib").normalize();
    return List.of(folder);
  }

  private static ProcessBuilder unconfined(List<String> command, Path folder) {
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().clear();
    process.environment().putAll(ENVIRONMENT);
    return process;
  }
}
