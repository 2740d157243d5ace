package io.calotype.cli.command;

import io.calotype.media.Group;
import io.calotype.media.MediaId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The media that a command works on: ids, or a group.
final class MediaSelection {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      converter = CliConverters.Ids.class,
      description = "Ids of the media.")
  private List<MediaId> ids = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "All media of this group, in place of ids.")
  private @Nullable Group group;

  /// The ids; empty if the caller gave none.
  List<MediaId> ids() {
    return ids;
  }

  /// The group; null if the caller gave none.
  @Nullable Group group() {
    return group;
  }

  /// Rejects ids together with a group.
  ///
  /// Errors: a usage error.
  void requireAtMostOne() {
    if (!ids.isEmpty() && group != null) {
      throw misused();
    }
  }

  /// Rejects ids together with a group, and a command line with neither.
  ///
  /// Errors: a usage error.
  void requireOne() {
    if (ids.isEmpty() == (group == null)) {
      throw misused();
    }
  }

  private ParameterException misused() {
    return new ParameterException(
        command.commandLine(), command.name() + " takes either ids or --group");
  }
}
