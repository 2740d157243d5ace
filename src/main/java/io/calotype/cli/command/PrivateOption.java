package io.calotype.cli.command;

import picocli.CommandLine.Option;

/// The option `--private` of the commands that create media.
public final class PrivateOption {
  @Option(
      names = "--private",
      description = "Make the media private: only callers with a key can view them.")
  private boolean set;

  /// Whether the media are private; if false, the server's default applies.
  public boolean set() {
    return set;
  }
}
