package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingTest {
  private final Incoming incoming = new Incoming(1000);

  private static CallerKey key(String caller) {
    return new CallerKey(caller, caller.startsWith("ticket"));
  }

  @Test
  void open_moreThanACallerMayHave_isRefusedUntilOneHasArrived() {
    List<Incoming.Slot> slots = new ArrayList<>();
    for (int i = 0; i < Incoming.PER_CALLER; i++) {
      slots.add(incoming.open(key("a"), 1));
    }

    assertThatThrownBy(() -> incoming.open(key("a"), 1))
        .extracting("failure")
        .isInstanceOf(Failure.TooManyUploads.class);
    incoming.open(key("b"), 1).close();
    slots.getFirst().arrived();
    slots.getFirst().arrived();
    incoming.open(key("a"), 1);
    assertThatThrownBy(() -> incoming.open(key("a"), 1))
        .extracting("failure")
        .isInstanceOf(Failure.TooManyUploads.class);
  }

  @Test
  void open_announcedBytesBeyondTheLimit_isRefusedBeforeTheBody() {
    Incoming.Slot half = incoming.open(key("a"), 600);

    assertFull("b", 401);
    incoming.open(key("b"), 400).close();
    half.arrived();
    assertFull("b", 401);
    half.close();
    half.close();
    incoming.open(key("b"), 1000).close();
  }

  @Test
  void open_severalOfOneCaller_leaveHalfToOthers() throws IOException {
    Incoming.Slot first = incoming.open(key("a"), 300);
    Incoming.Slot second = incoming.open(key("a"), 200);

    assertShare("a", 1);
    Incoming.Slot trickling = incoming.open(key("a"), 0);
    InputStream body = trickling.counted(new ByteArrayInputStream(new byte[1]));
    assertThatThrownBy(body::read)
        .extracting("failure")
        .isEqualTo(new Failure.TooMuchIncoming(500, Duration.ofSeconds(10)));
    trickling.close();
    incoming.open(key("b"), 500).close();
    first.close();
    first.close();
    assertShare("a", 301);
    incoming.open(key("a"), 300).close();
    second.close();
    incoming.open(key("a"), 1000).close();
  }

  @Test
  void open_refused_countsNothing() {
    for (int i = 0; i < 2 * Incoming.PER_CALLER; i++) {
      assertFull("a", 1001);
    }
    incoming.open(key("a"), 1000).close();
  }

  private void assertShare(String caller, long bytes) {
    assertThatThrownBy(() -> incoming.open(key(caller), bytes))
        .extracting("failure")
        .isInstanceOf(Failure.TooMuchIncoming.class);
  }

  @Test
  void counted_bodyWithoutAnnouncedLength_countsAsItComes() throws IOException {
    incoming.open(key("a"), 600);
    Incoming.Slot unannounced = incoming.open(key("b"), 0);
    InputStream body = unannounced.counted(new ByteArrayInputStream(new byte[500]));

    assertThat(body.readNBytes(400)).hasSize(400);
    assertThatThrownBy(body::read).extracting("failure").isInstanceOf(Failure.IncomingFull.class);
    unannounced.close();
    incoming.open(key("c"), 400);
  }

  @Test
  void counted_bodyWithAnnouncedLength_countsOnce() throws IOException {
    Incoming.Slot slot = incoming.open(key("a"), 1000);

    assertThat(slot.counted(new ByteArrayInputStream(new byte[1000])).readAllBytes()).hasSize(1000);
  }

  private void assertFull(String caller, long bytes) {
    assertThatThrownBy(() -> incoming.open(key(caller), bytes))
        .extracting("failure")
        .isInstanceOf(Failure.IncomingFull.class);
  }

  @Test
  void open_withTickets_leavesHalfToOthers() {
    incoming.open(key("ticket a"), 300);
    incoming.open(key("ticket b"), 200);

    assertFull("ticket c", 1);
    incoming.open(key("a"), 500).close();
  }
}
