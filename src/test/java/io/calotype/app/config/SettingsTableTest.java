package io.calotype.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
  private static final String BEGIN = "<!-- settings -->\n";

  @Test
  void readme_table_equalsTheSettings() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf(BEGIN) + BEGIN.length();

    assertThat(readme.substring(begin, readme.indexOf("<!-- /settings -->")))
        .isEqualTo(SettingsTable.markdown());
  }
}
