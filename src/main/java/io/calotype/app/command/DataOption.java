package io.calotype.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--data` of the commands that open a data folder.
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Data folder (default: ./media-storage).")
  private @Nullable String folder;

  /// The data folder; null if the option is absent.
  @Nullable String folder() {
    return folder;
  }
}
