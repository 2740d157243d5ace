package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  /// Blocks with placeholders, and those that would change the machine.
  private static final int NOT_RUN = 8;

  private static final Pattern CURL = Pattern.compile("\\bcurl (?!-f )");

  @Test
  void blocks_thatAreNotRun_areFewAndSayWhy() {
    assertThat(Documents.blocks().stream().map(Documents.Block::marker))
        .filteredOn(marker -> marker.startsWith("not run"))
        .hasSize(NOT_RUN)
        .allMatch(marker -> marker.matches("not run: .{5,}"));
  }

  @Test
  void curl_inEveryBlock_failsOnAnError() {
    assertThat(Documents.blocks()).noneMatch(block -> CURL.matcher(block.text()).find());
  }

  @Test
  void commands_standInBlocksOfShell() {
    assertThat(Documents.blocks())
        .filteredOn(block -> !block.language().equals("sh"))
        .noneMatch(block -> block.text().matches("(?s).*(^|\n)(curl|\\./calotype) .*"));
  }
}
