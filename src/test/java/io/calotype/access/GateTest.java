package io.calotype.access;

import static io.calotype.access.Decision.ALLOWED;
import static io.calotype.access.Decision.FORBIDDEN;
import static io.calotype.access.Decision.HIDDEN;
import static io.calotype.access.Decision.UNAUTHORIZED;
import static io.calotype.media.Visibility.PRIVATE;
import static io.calotype.media.Visibility.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {
  private static final Owner ANN = Owner.ofKey("ann");
  private static final Caller ANONYMOUS = new Caller.Anonymous();
  private static final Caller REJECTED = new Caller.Rejected();

  @Test
  void decide_privateRendition_isHiddenFromAllWithoutARight() {
    assertThat(Gate.decide(ANONYMOUS, Action.VIEW, PRIVATE, ANN)).isEqualTo(HIDDEN);
    assertThat(Gate.decide(key(Role.METRICS, "m"), Action.VIEW, PRIVATE, ANN)).isEqualTo(HIDDEN);
    assertThat(Gate.decide(key(Role.EDITOR, "bob"), Action.VIEW, PRIVATE, ANN)).isEqualTo(HIDDEN);
    assertThat(Gate.decide(key(Role.EDITOR, "bob"), Action.VIEW, PRIVATE, null)).isEqualTo(HIDDEN);
    assertThat(Gate.decide(REJECTED, Action.VIEW, PRIVATE, ANN)).isEqualTo(UNAUTHORIZED);
    assertThat(Gate.decide(key(Role.EDITOR, "ann"), Action.VIEW, PRIVATE, ANN)).isEqualTo(ALLOWED);
    assertThat(Gate.decide(key(Role.VIEWER, "v"), Action.VIEW, PRIVATE, ANN)).isEqualTo(ALLOWED);
    assertThat(Gate.decide(new Caller.Local(), Action.VIEW, PRIVATE, ANN)).isEqualTo(ALLOWED);
  }

  @Test
  void decide_deliveryOfPrivateMedia_isTheDecisionAboutAnAbsentId() {
    for (Caller caller :
        new Caller[] {ANONYMOUS, REJECTED, key(Role.METRICS, "m"), key(Role.EDITOR, "bob")}) {
      for (Action action : new Action[] {Action.VIEW, Action.DOWNLOAD}) {
        assertThat(Gate.decide(caller, action, PRIVATE, ANN)).isEqualTo(Gate.absent(caller));
      }
    }
  }

  @Test
  void decide_closedOriginalOfPublicMedia_needsARole() {
    assertThat(Gate.decide(ANONYMOUS, Action.DOWNLOAD, PUBLIC, ANN)).isEqualTo(UNAUTHORIZED);
    assertThat(Gate.decide(REJECTED, Action.DOWNLOAD, PUBLIC, ANN)).isEqualTo(UNAUTHORIZED);
    assertThat(Gate.decide(key(Role.METRICS, "m"), Action.DOWNLOAD, PUBLIC, ANN))
        .isEqualTo(FORBIDDEN);
    assertThat(Gate.decide(key(Role.EDITOR, "bob"), Action.DOWNLOAD, PUBLIC, ANN))
        .isEqualTo(ALLOWED);
    assertThat(Gate.decide(key(Role.VIEWER, "v"), Action.DOWNLOAD, PUBLIC, ANN)).isEqualTo(ALLOWED);
  }

  @Test
  void decide_deleteByEditors_isForTheirOwn() {
    assertThat(Gate.decide(key(Role.EDITOR, "ann"), Action.DELETE, PUBLIC, ANN)).isEqualTo(ALLOWED);
    assertThat(Gate.decide(key(Role.EDITOR, "bob"), Action.DELETE, PUBLIC, ANN))
        .isEqualTo(FORBIDDEN);
    assertThat(Gate.decide(key(Role.EDITOR, "bob"), Action.DELETE, PRIVATE, ANN)).isEqualTo(HIDDEN);
    assertThat(Gate.decide(key(Role.VIEWER, "v"), Action.DELETE, PRIVATE, ANN))
        .isEqualTo(FORBIDDEN);
  }

  @Test
  void decide_metricsRole_readsMetricsOnly() {
    for (Action action : Action.values()) {
      assertThat(Gate.decide(key(Role.METRICS, "m"), action))
          .isEqualTo(action == Action.SCRAPE ? ALLOWED : FORBIDDEN);
    }
  }

  /// A signed URL opens what it names, and makes no further tokens.
  @Test
  void decide_signedUrl_readsAndSignsNothing() {
    assertThat(Gate.decide(new Caller.Signed(), Action.READ)).isEqualTo(ALLOWED);
    assertThat(Gate.decide(new Caller.Signed(), Action.SIGN)).isEqualTo(FORBIDDEN);
    assertThat(Gate.decide(new Caller.Signed(), Action.DELETE)).isEqualTo(FORBIDDEN);
  }

  private static Caller key(Role role, String name) {
    return new Caller.Known(role, Owner.ofKey(name), null);
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void ticket_permitsUploadsAlone(Action action) {
    Ticket ticket =
        new Ticket(
            TicketId.of(TicketId.random()).orElseThrow(),
            ANN,
            new Ticket.Allowance(1, Set.of(MediaType.PNG), 1),
            Map.of(),
            Instant.MAX);
    Caller holder = new Caller.Ticketed(ticket);

    assertThat(Gate.decide(holder, action))
        .isEqualTo(action == Action.UPLOAD ? ALLOWED : FORBIDDEN);
    assertThat(Gate.decide(holder, action, PRIVATE, ANN) == ALLOWED)
        .isEqualTo(action == Action.UPLOAD);
    assertThat(holder.seesAll()).isFalse();
  }
}
