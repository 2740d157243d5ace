package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import io.calotype.media.MediaType;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TicketedUploadsTest {
  private static final Instant END = Instant.ofEpochSecond(1_000);

  private static Ticket ticket(Map<String, String> options) {
    return new Ticket(
        TicketId.of(TicketId.random()).orElseThrow(),
        null,
        new Ticket.Allowance(10, EnumSet.allOf(MediaType.class), 1),
        options,
        END);
  }

  @Test
  void ticket_atItsEnd_opensNoUploadAndIsKept() {
    assertThat(ticket(Map.of()).open(END.minusNanos(1))).isTrue();
    assertThat(ticket(Map.of()).open(END)).isFalse();
    assertThat(ticket(Map.of()).kept()).isEqualTo(END.plus(Ticket.CONTINUED));
  }

  @Test
  void options_equalInAnotherNotation_areThoseOfTheTicket() {
    Map<String, String> all =
        TicketedUploads.options(
            ticket(Map.of("ttl", "PT1H", "group", "g")), Map.of("ttl", "3600", "filename", "a"));

    assertThat(all)
        .containsExactlyInAnyOrderEntriesOf(Map.of("ttl", "PT1H", "group", "g", "filename", "a"));
  }

  @Test
  void options_notInTheTicket_areRefused() {
    assertThatThrownBy(
            () -> TicketedUploads.options(ticket(Map.of()), Map.of("visibility", "public")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("visibility");
  }
}
