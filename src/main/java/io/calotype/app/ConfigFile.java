package io.calotype.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--config` of the commands that read the configuration.
final class ConfigFile {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File with a line KEY=value a setting.")
  private @Nullable Path file;

  /// The file: what the option names, or else the environment; null is none.
  @Nullable Path path() {
    String variable = System.getenv(Setting.PREFIX + "CONFIG");
    return file == null && variable != null ? Path.of(variable) : file;
  }
}
