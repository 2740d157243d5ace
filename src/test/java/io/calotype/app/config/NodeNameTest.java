package io.calotype.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NodeNameTest {
  @Test
  void of_chosenName_isTheName() {
    assertThat(NodeName.of("rack_1.node-b")).isEqualTo(new NodeName("rack_1.node-b", true));
    assertThatIllegalArgumentException().isThrownBy(() -> NodeName.of("a\"b"));
  }

  /// A name stands in a quoted-string, in log lines and in JSON.
  @Test
  void of_noName_isAHostNameOfTheSameAlphabet() {
    assertThat(NodeName.of("").text()).matches("[A-Za-z0-9._-]{1,63}");
    assertThat(NodeName.of("").chosen()).isFalse();
    assertThat(NodeName.valid("h\u00f6st \"1\"")).isEqualTo("h-st--1-");
    assertThat(NodeName.valid("h".repeat(80))).hasSize(63);
    assertThat(NodeName.valid("")).isEqualTo("node");
  }
}
