package io.calotype.cli.command;

import io.calotype.media.Group;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--group` of the commands that read all media.
final class GroupFilter {
  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "Only media of this group.")
  private @Nullable Group group;

  /// The group; null selects all media.
  @Nullable Group group() {
    return group;
  }
}
