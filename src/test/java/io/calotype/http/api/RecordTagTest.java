package io.calotype.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordTagTest {
  private static final RecordTag NOW = RecordTag.of("state", "links");
  private static final RecordTag LATER = RecordTag.of("state", "other links");

  @Test
  void states_tagsOfOneState_areTheSame() {
    assertThat(RecordTag.states(NOW.text())).isEqualTo(NOW.stateTag()).isEqualTo(LATER.stateTag());
    assertThat(NOW.text()).isNotEqualTo(LATER.text());
  }

  @Test
  void states_anythingElse_staysAsItIs() {
    String list = "W/" + NOW.text() + ", \"other\", *, \"0123.45\"";

    assertThat(RecordTag.states(list))
        .isEqualTo("W/" + NOW.stateTag() + ", \"other\", *, \"0123.45\"");
    assertThat(RecordTag.of("other state", "links").stateTag()).isNotEqualTo(NOW.stateTag());
  }
}
