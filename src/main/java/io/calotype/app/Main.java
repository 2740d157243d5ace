package io.calotype.app;

import io.calotype.cli.command.CleanCommand;
import io.calotype.cli.command.DuCommand;
import io.calotype.cli.command.ExplainCommand;
import io.calotype.cli.command.LsCommand;
import io.calotype.cli.command.OrphansCommand;
import io.calotype.cli.command.RmCommand;
import io.calotype.cli.command.ServerConnection;
import io.calotype.cli.command.StatsCommand;
import io.calotype.cli.command.UpkeepCommand;
import io.calotype.cli.command.UploadCommand;
import io.calotype.cli.command.VerifyCommand;
import io.calotype.cli.command.WarmCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The entry point of the jar: `calotype COMMAND`.
@Command(
    name = "calotype",
    description = {
      "A self-hosted image and media service: keeps the originals of uploaded pictures and videos,"
          + " makes thumbnails and modern formats once, and serves them with correct HTTP.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServeCommand.class,
      UploadCommand.class,
      LsCommand.class,
      RmCommand.class,
      CleanCommand.class,
      VerifyCommand.class,
      OrphansCommand.class,
      UpkeepCommand.class,
      StatsCommand.class,
      DuCommand.class,
      WarmCommand.class,
      ExplainCommand.class,
      MigrateCommand.class,
      KeysCommand.class,
      SignCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    footer = {"", "Begin with: ./calotype serve", "Then see \"A first picture\" in README.md.", ""})
public final class Main {
  private Main() {}

  /// Runs the command in `args` and exits: 0 for success, 1 for failure, 2 for invalid usage.
  public static void main(String[] args) {
    CommandLine line = commands();
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionExceptionHandler(ServerConnection::failed);
    int code = args.length == 0 ? usage(line) : line.execute(args);
    System.exit(code);
  }

  /// The command line with all commands and options.
  static CommandLine commands() {
    return new CommandLine(new Main());
  }

  private static int usage(CommandLine line) {
    line.usage(System.out);
    return 0;
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    String why = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    System.err.println("calotype: " + why + " (see calotype --help)");
    return 2;
  }

  /// The version that the build wrote into the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Calotype " + Build.version() + ", Java " + Runtime.version()};
    }
  }
}
