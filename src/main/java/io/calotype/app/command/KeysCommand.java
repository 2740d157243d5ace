package io.calotype.app.command;

import io.calotype.access.ApiKey;
import io.calotype.access.Role;
import io.calotype.media.Sha256;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `calotype keys`.
@Command(
    name = "keys",
    description = {"Creates API keys.", ""},
    mixinStandardHelpOptions = true,
    subcommands = KeysCommand.New.class)
final class KeysCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(System.out);
    return 0;
  }

  /// The command `calotype keys new`.
  @Command(
      name = "new",
      description = {
        "Prints a new key, once, and the entry for CALOTYPE_API_KEYS that authorizes it.",
        ""
      },
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {
        "",
        "The server stores only the digest: replace a key that is lost. To revoke a key, remove its"
            + " entry and restart the server.",
        "",
        "Example: ./calotype keys new --role editor --name app",
        ""
      })
  static final class New implements Callable<Integer> {
    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        converter = RoleConverter.class,
        description = "Role: metrics, viewer, editor or admin.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Role role;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "Name of the holder: 1 to 64 of A-Z a-z 0-9 . _ -")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

    @Override
    public Integer call() {
      String key = ApiKey.random();
      try {
        String entry = new ApiKey(name, role, Sha256.ofText(key)).entry();
        System.out.println("key:   " + key);
        System.out.println("entry: " + entry);
        System.out.println();
        System.out.println("The key is shown this once. Add the entry to the configuration:");
        System.out.println("CALOTYPE_API_KEYS=" + entry);
        return 0;
      } catch (IllegalArgumentException wrong) {
        System.err.println("calotype: " + wrong.getMessage());
        return 2;
      }
    }
  }

  /// Converts the names of roles, as in the configuration.
  static final class RoleConverter implements CommandLine.ITypeConverter<Role> {
    @Override
    public Role convert(String text) {
      return Role.parse(text.toLowerCase(Locale.ROOT))
          .orElseThrow(() ->
              new CommandLine.TypeConversionException(
                  "a role is metrics, viewer, editor or admin"));
    }
  }
}
