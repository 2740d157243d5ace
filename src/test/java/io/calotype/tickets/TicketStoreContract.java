package io.calotype.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.media.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The promises of a [TicketStore], for each implementation.
public abstract class TicketStoreContract {
  private static final Sha256 FIRST = Sha256.ofText("first");
  private static final Sha256 SECOND = Sha256.ofText("second");
  private static final MediaId A = new MediaId("a");
  private static final MediaId B = new MediaId("b");

  /// The store, whose clock is that of this machine.
  protected abstract TicketStore store();

  private Ticket added(int count) {
    return added(count, Instant.now().plus(Duration.ofHours(1)), new Owner("key:app"));
  }

  private Ticket added(int count, Instant expires, @Nullable Owner owner) {
    Ticket ticket =
        new Ticket(
            TicketId.of(TicketId.random()).orElseThrow(),
            owner,
            new Ticket.Allowance(1000, Set.of(MediaType.JPEG, MediaType.MP4), count),
            Map.of("group", "g", "ttl", "PT2H"),
            expires.truncatedTo(ChronoUnit.MILLIS));
    store().add(ticket);
    return ticket;
  }

  @Test
  void find_added_returnsIt() {
    Ticket named = added(3);
    Ticket nameless = added(1, Instant.now(), null);

    assertThat(store().find(named.id())).contains(named);
    assertThat(store().find(nameless.id())).contains(nameless);
    assertThat(store().find(TicketId.of(TicketId.random()).orElseThrow())).isEmpty();
  }

  @Test
  void find_afterTheTimeInWhichUploadsMayContinue_returnsNothing() {
    Ticket over = added(1, Instant.now().minus(Ticket.CONTINUED), null);

    assertThat(store().find(over.id())).isEmpty();
    var _ = added(1); // SQLite deletes older ones
    assertThat(store().use(over, FIRST, A)).isEmpty();
  }

  @Test
  void use_upToTheCount_returnsTheMediaOfEachFile() {
    Ticket ticket = added(2);

    assertThat(store().use(ticket, FIRST, A)).contains(new TicketStore.Use(A, false));
    assertThat(store().use(ticket, FIRST, B)).contains(new TicketStore.Use(A, false));
    assertThat(store().use(ticket, SECOND, B)).contains(new TicketStore.Use(B, false));
    assertThat(store().use(ticket, Sha256.ofText("third"), B)).isEmpty();
    assertThat(store().use(ticket, SECOND, A)).contains(new TicketStore.Use(B, false));
  }

  @Test
  void release_ofAUse_permitsAnother() {
    Ticket ticket = added(1);
    store().use(ticket, FIRST, A);

    store().release(ticket, FIRST);

    assertThat(store().use(ticket, SECOND, B)).contains(new TicketStore.Use(B, false));
  }

  @Test
  void release_ofAStoredUse_changesNothing() {
    Ticket ticket = added(1);
    store().use(ticket, FIRST, A);

    store().stored(ticket, FIRST);
    store().stored(ticket, FIRST);
    store().release(ticket, FIRST);

    assertThat(store().use(ticket, FIRST, B)).contains(new TicketStore.Use(A, true));
    assertThat(store().use(ticket, SECOND, B)).isEmpty();
  }

  @Test
  void use_ofOneTicket_leavesTheOthersAlone() {
    Ticket one = added(1);
    Ticket other = added(1);
    store().use(one, FIRST, A);

    Optional<TicketStore.Use> use = store().use(other, FIRST, B);

    assertThat(use).contains(new TicketStore.Use(B, false));
  }
}
