package io.calotype.app.command;

import io.calotype.app.config.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--config` of the commands that read the configuration.
final class ConfigFile {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file, one line KEY=value for each setting.")
  private @Nullable Path file;

  /// The configuration file: the option, or else `CALOTYPE_CONFIG`; null if neither is set.
  @Nullable Path path() {
    String variable = System.getenv(Setting.PREFIX + "CONFIG");
    return file == null && variable != null ? Path.of(variable) : file;
  }
}
