package io.calotype.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void lines_ofTwoPages_areAlignedUnderOneHead() {
    Table table = new Table(List.of("ID", "TYPE"));

    assertThat(table.lines(List.of(List.of("a", "image/png"), List.of("long", ""))))
        .containsExactly("ID    TYPE", "a     image/png", "long");
    assertThat(table.lines(List.of(List.of("b", "c"), List.of("longest", "d"))))
        .containsExactly("b     c", "longest  d");
  }
}
