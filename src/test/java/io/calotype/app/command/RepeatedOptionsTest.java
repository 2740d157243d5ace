package io.calotype.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Options that several commands share are one mixin each.
class RepeatedOptionsTest {
  @Test
  void option_withTheSameText_isDeclaredOnce() {
    Map<String, TreeSet<String>> declarations = new TreeMap<>();
    options(Main.commands())
        .filter(option -> option.userObject() instanceof Field)
        .forEach(option ->
            declarations
                .computeIfAbsent(
                    option.longestName() + " " + List.of(option.description()),
                    any -> new TreeSet<>())
                .add(((Field) option.userObject()).getDeclaringClass().getSimpleName()));

    assertThat(declarations).hasSizeGreaterThan(20);
    assertThat(declarations.values()).allMatch(classes -> classes.size() == 1);
  }

  private static Stream<OptionSpec> options(CommandLine command) {
    return Stream.concat(
        command.getCommandSpec().options().stream().filter(option -> !option.usageHelp()),
        command.getSubcommands().values().stream().flatMap(RepeatedOptionsTest::options));
  }
}
