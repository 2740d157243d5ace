package io.calotype.app;

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

/// `calotype keys`.
@Command(
    name = "keys",
    description = {"Makes API keys.", ""},
    mixinStandardHelpOptions = true,
    subcommands = KeysCommand.New.class)
final class KeysCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(System.out);
    return 0;
  }

  /// `calotype keys new`.
  @Command(
      name = "new",
      description = {
        "Prints a new key, once, and the entry of CALOTYPE_API_KEYS that lets its holder in.",
        ""
      },
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {
        "",
        "The server keeps only the digest: a key that is lost is replaced. Take its entry out and"
            + " restart the server to revoke it.",
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
        description = "metrics, viewer, editor or admin.")
    @SuppressWarnings("NullAway.Init") // picocli sets what is required
    private Role role;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "Whose it is: 1 to 64 of A-Z a-z 0-9 . _ -")
    @SuppressWarnings("NullAway.Init") // picocli sets what is required
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

  /// Roles as they are written in a configuration.
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
