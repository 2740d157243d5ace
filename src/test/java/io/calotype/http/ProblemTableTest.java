package io.calotype.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.http.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemTableTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([0-9]{3}) \\|");

  @Test
  void reference_table_listsEveryProblemWithItsStatus() throws IOException {
    String page = Files.readString(Path.of("docs", "api.md"));
    String table =
        page.substring(page.indexOf("<!-- problems -->"), page.indexOf("<!-- /problems -->"));

    assertThat(ROW.matcher(table).results().map(ProblemTableTest::row))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Problem.values())
                .map(problem -> problem.slug() + " " + problem.status())
                .toList());
  }

  private static String row(MatchResult row) {
    return row.group(1) + " " + row.group(2);
  }
}
