package io.calotype.app.command;

import io.calotype.app.Build;
import io.calotype.cli.command.CleanCommand;
import io.calotype.cli.command.DuCommand;
import io.calotype.cli.command.ExplainCommand;
import io.calotype.cli.command.LsCommand;
import io.calotype.cli.command.MoveCommand;
import io.calotype.cli.command.OrphansCommand;
import io.calotype.cli.command.RmCommand;
import io.calotype.cli.command.ServerConnection;
import io.calotype.cli.command.StatsCommand;
import io.calotype.cli.command.UpkeepCommand;
import io.calotype.cli.command.UploadCommand;
import io.calotype.cli.command.VerifyCommand;
import io.calotype.cli.command.WarmCommand;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
    footer = {"", "Begin with: ./calotype serve", "Then see \"A first picture\" in README.md.", ""})
public final class Main {
  /// The commands by name, in the order of the help.
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("serve", ServeCommand::new);
    COMMANDS.put("upload", UploadCommand::new);
    COMMANDS.put("ls", LsCommand::new);
    COMMANDS.put("rm", RmCommand::new);
    COMMANDS.put("clean", CleanCommand::new);
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("orphans", OrphansCommand::new);
    COMMANDS.put("upkeep", UpkeepCommand::new);
    COMMANDS.put("move", MoveCommand::new);
    COMMANDS.put("stats", StatsCommand::new);
    COMMANDS.put("du", DuCommand::new);
    COMMANDS.put("warm", WarmCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("migrate", MigrateCommand::new);
    COMMANDS.put("catalog", CatalogCommand::new);
    COMMANDS.put("keys", KeysCommand::new);
    COMMANDS.put("sign", SignCommand::new);
    COMMANDS.put("doctor", DoctorCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
  }

  private Main() {}

  /// Runs the command in `args` and exits: 0 for success, 1 for failure, 2 for invalid usage.
  public static void main(String[] args) {
    Supplier<Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
    // building all commands would lengthen each start
    CommandLine line = named == null ? commands() : with(List.of(named));
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionExceptionHandler(ServerConnection::failed);
    int code = args.length == 0 ? usage(line) : line.execute(args);
    System.exit(code);
  }

  /// The command line with all commands and options.
  static CommandLine commands() {
    return with(COMMANDS.values());
  }

  private static CommandLine with(Collection<Supplier<Object>> commands) {
    CommandLine line = new CommandLine(new Main());
    commands.forEach(command -> line.addSubcommand(command.get()));
    return line;
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
