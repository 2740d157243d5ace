package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids from file names.
class IdSourceTest {
  @ParameterizedTest
  @CsvSource({
    "product-123.jpg, product-123",
    "Holiday Photo (1).JPEG, Holiday-Photo-1",
    "Été à Paris.png, Ete-a-Paris",
    "no_ending, no_ending",
    "v1.2.final.webp, v1-2-final",
    ".hidden, hidden",
    "a..jpg, a",
    "--x--.gif, x"
  })
  void ofName_fileName_isSanitised(String name, String id) {
    assertThat(IdSource.ofName(name)).hasValueSatisfying(of -> assertThat(of).hasToString(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "写真.jpg", "---.png", "...."})
  void ofName_nothingLeft_isEmpty(String name) {
    assertThat(IdSource.ofName(name)).isEmpty();
  }

  @Test
  void ofName_long_isCut() {
    assertThat(IdSource.ofName("x".repeat(300)).orElseThrow().value()).hasSize(128);
  }
}
