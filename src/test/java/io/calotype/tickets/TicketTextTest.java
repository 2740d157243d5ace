package io.calotype.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTextTest {
  private static final TicketId ID = TicketId.of(TicketId.random()).orElseThrow();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{}",
        "{\"v\":2,\"bytes\":1,\"types\":[],\"count\":1,\"options\":{},\"expires\":1}",
        "{\"v\":1,\"bytes\":1,\"types\":[\"LATER\"],\"count\":1,\"options\":{},\"expires\":1}",
      })
  void parse_ofTheTextOfAnotherVersion_isEmpty(String text) {
    assertThat(TicketText.parse(ID, text)).isEmpty();
  }

  @Test
  void toString_ofAnId_hasNothingOfTheTicketsText() {
    String text = TicketId.random();

    assertThat(TicketId.of(text).orElseThrow().toString())
        .hasSize(64)
        .doesNotContain(text.substring(16));
  }
}
