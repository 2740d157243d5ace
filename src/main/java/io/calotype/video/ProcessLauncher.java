package io.calotype.video;

import io.calotype.sandbox.Confinement;
import io.calotype.sandbox.ProcessLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts processes with limits, a fixed environment, and the confinement if it is configured and
/// available.
///
/// @param settings limits and folders for work on videos
record ProcessLauncher(VideoSettings settings) {
  private static final int MAX_OPEN_FILES = 64;

  /// The whole environment of a process. One arena for each thread would cost address space.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("MALLOC_ARENA_MAX", "2", "LC_ALL", "C.UTF-8", "AV_LOG_FORCE_NOCOLOR", "1");

  /// Starts `command` in `folder`. Beside the system's libraries, the process sees this folder
  /// only.
  ///
  /// Errors: an [IOException] if it cannot be started.
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

  /// The kernel's limit of processor time is twice that of the job. [FfmpegProcess] kills a process
  /// that exceeds the job's limit, and knows the reason. The kernel's limit applies if this server
  /// has ended.
  private ProcessLimits limits() {
    return new ProcessLimits(
        settings.memoryBytes(), MAX_OPEN_FILES, settings.timeout().multipliedBy(2));
  }

  /// Returns the library folders of a program that is installed in a tree of its own.
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
