package io.calotype.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.redis.Samples;
import io.calotype.media.Media;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.media.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The promises of a [TicketStore], for each implementation.
public abstract class TicketStoreContract {
  private static final Sha256 FIRST = Sha256.ofText("first");
  private static final Sha256 SECOND = Sha256.ofText("second");
  private static final Sha256 THIRD = Sha256.ofText("third");
  private static final Media A = Samples.picture("a", 1, null);
  private static final Media B = Samples.picture("b", 2, null);
  private static final Duration LONG = Duration.ofMinutes(10);

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
    assertThat(hold(over, FIRST, A)).isEqualTo(new TicketStore.Use.UsedUp());
  }

  private TicketStore.Use hold(Ticket ticket, Sha256 bytes, Media media) {
    return store().hold(ticket, bytes, media.id(), LONG);
  }

  private void store(Ticket ticket, Sha256 bytes, Media media) {
    assertThat(hold(ticket, bytes, media)).isEqualTo(held(media));
    store().stored(ticket, bytes, media);
  }

  private static TicketStore.Use held(Media media) {
    return held(media, 1);
  }

  private static TicketStore.Use held(Media media, int attempts) {
    return new TicketStore.Use.Held(media.id(), attempts);
  }

  private static TicketStore.Use stored(Media media) {
    return new TicketStore.Use.Stored(media.id(), TicketStore.incarnation(media));
  }

  @Test
  void hold_upToTheCount_returnsTheMediaOfEachFile() {
    Ticket ticket = added(2);

    assertThat(hold(ticket, FIRST, A)).isEqualTo(held(A));
    assertThat(hold(ticket, FIRST, B)).isEqualTo(held(A, 2));
    assertThat(hold(ticket, SECOND, B)).isEqualTo(held(B));
    assertThat(hold(ticket, THIRD, B)).isEqualTo(new TicketStore.Use.Busy());
    assertThat(hold(ticket, SECOND, A)).isEqualTo(held(B, 2));
    assertThat(store().usedUp(ticket)).isFalse();
  }

  @Test
  void release_ofTheLastAttempt_permitsAnotherFile() {
    Ticket ticket = added(1);
    hold(ticket, FIRST, A);
    hold(ticket, FIRST, A);

    store().release(ticket, FIRST);
    assertThat(hold(ticket, SECOND, B)).isEqualTo(new TicketStore.Use.Busy());
    store().release(ticket, FIRST);
    store().release(ticket, FIRST);

    assertThat(hold(ticket, SECOND, B)).isEqualTo(held(B));
  }

  @Test
  void stored_whileAnotherAttemptFails_keepsTheUse() {
    Ticket ticket = added(1);
    hold(ticket, FIRST, A);
    hold(ticket, FIRST, A);

    store().stored(ticket, FIRST, A);
    store().stored(ticket, FIRST, A);
    store().release(ticket, FIRST);

    assertThat(hold(ticket, FIRST, B)).isEqualTo(stored(A));
    assertThat(hold(ticket, SECOND, B)).isEqualTo(new TicketStore.Use.UsedUp());
    assertThat(store().usedUp(ticket)).isTrue();
  }

  @Test
  void stored_afterTheUseWasLost_countsItAllTheSame() {
    Ticket ticket = added(1);
    hold(ticket, FIRST, A);
    store().release(ticket, FIRST);

    store().stored(ticket, FIRST, A);

    assertThat(hold(ticket, SECOND, B)).isEqualTo(new TicketStore.Use.UsedUp());
  }

  @Test
  void hold_whoseTimeIsOver_leavesItsPlace() {
    Ticket ticket = added(2);
    store(ticket, FIRST, A);
    var _ = store().hold(ticket, SECOND, B.id(), Duration.ZERO);

    assertThat(hold(ticket, THIRD, B)).isEqualTo(held(B));
    assertThat(hold(ticket, SECOND, B)).isEqualTo(new TicketStore.Use.Busy());
    assertThat(hold(ticket, FIRST, B)).isEqualTo(stored(A));
  }

  @Test
  void uses_ofOneTicket_leaveTheOthersAlone() {
    Ticket one = added(1);
    Ticket other = added(1);
    store(one, FIRST, A);

    assertThat(hold(other, FIRST, B)).isEqualTo(held(B));
  }
}
