package io.calotype.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The launcher's list of commands and options, by which it refuses typing mistakes before a build.
class LauncherUsageTest {
  private static final List<String> EVERYWHERE = List.of("--help", "--version");

  @Test
  void commands_inTheLauncher_areThoseOfTheProgram() throws IOException {
    String launcher = Files.readString(Path.of("calotype"));

    String listed = launcher.replaceFirst("(?s).*\ncommands='", "").replaceFirst("(?s)'\n.*", "");

    assertThat(listed).isEqualTo(program());
  }

  private static String program() {
    return Main.commands().getSubcommands().entrySet().stream()
        .map(command -> line(command.getKey(), command.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String line(String name, CommandLine command) {
    return Stream.concat(Stream.of(name), options(command).distinct().sorted())
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> options(CommandLine command) {
    Stream<String> own =
        command.getCommandSpec().options().stream()
            .map(CommandLine.Model.OptionSpec::longestName)
            .filter(option -> !EVERYWHERE.contains(option));
    return Stream.concat(
        own, command.getSubcommands().values().stream().flatMap(LauncherUsageTest::options));
  }
}
