package io.calotype.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Owner;
import io.calotype.media.Sha256;
import io.calotype.tickets.TicketId;
import io.calotype.upload.Uploader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UploadQuotaTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant AT = Instant.parse("2001-02-03T04:05:06Z");

  private final UploadQuota quota = new UploadQuota(100);

  private static UploadHead head(String owner) {
    UploadHead.Role alone = new UploadHead.Role.Alone();
    return new UploadHead(AT, Uploader.of(new Owner("key:" + owner)), alone, Map.of("id", "m"), "");
  }

  private static ResumableId id(String letter) {
    return new ResumableId(letter.repeat(26));
  }

  private static void assertRefused(ThrowingCallable call, Failure failure) {
    assertThatThrownBy(call)
        .isInstanceOf(MediaException.class)
        .hasFieldOrPropertyWithValue("failure", failure);
  }

  @Test
  void admit_moreBytesThanAllMayHave_isRefusedUntilOneEnds() {
    quota.admit(id("a"), head("a"), 60);

    assertRefused(() -> quota.admit(id("b"), head("b"), 41), new Failure.IncomingFull(MINUTE));
    quota.release(id("a"));
    quota.admit(id("b"), head("b"), 41);

    assertThat(quota.bytes()).isEqualTo(41);
    assertThat(quota.count()).isOne();
  }

  @Test
  void admit_secondOfACaller_leavesHalfForOthers() {
    quota.admit(id("a"), head("a"), 40);

    assertRefused(
        () -> quota.admit(id("b"), head("a"), 11), new Failure.TooMuchIncoming(50, MINUTE));
    quota.admit(id("b"), head("a"), 10);

    assertThat(quota.bytes()).isEqualTo(50);
  }

  @Test
  void hold_bytesOfUnknownLength_countAsTheyArrive() {
    quota.admit(id("a"), head("a"), 0);
    quota.hold(id("a"), 100);

    assertRefused(() -> quota.hold(id("a"), 101), new Failure.IncomingFull(MINUTE));
    assertThat(quota.bytes()).isEqualTo(100);
  }

  @Test
  void expired_atTheEndOfItsTime_isListed() {
    quota.admit(id("a"), head("a"), 1);

    assertThat(quota.expired(AT.plus(UploadHead.LIFE).minusMillis(1))).isEmpty();
    assertThat(quota.expired(AT.plus(UploadHead.LIFE))).containsExactly(id("a"));
  }

  @Test
  void admit_withTickets_leavesHalfForOthersAndMoreForOtherTickets() {
    quota.admit(id("a"), holder("a"), 20);
    quota.admit(id("b"), holder("b"), 30);

    assertRefused(() -> quota.admit(id("c"), holder("c"), 1), new Failure.IncomingFull(MINUTE));
    quota.admit(id("c"), head("c"), 50);
    assertThat(quota.bytes()).isEqualTo(100);
    quota.release(id("b"));
    assertRefused(
        () -> quota.admit(id("b"), holder("a"), 6), new Failure.TooMuchIncoming(25, MINUTE));
  }

  @Test
  void admit_aLoneUploadWithATicket_mayHaveMoreThanHalf() {
    quota.admit(id("a"), holder("a"), 60);

    assertThat(quota.bytes()).isEqualTo(60);
  }

  private static UploadHead holder(String ticket) {
    TicketId id = new TicketId(Sha256.ofText(ticket));
    UploadHead.Role alone = new UploadHead.Role.Alone();
    Uploader uploader = new Uploader(null, new Uploader.Held(id, 100));
    return new UploadHead(AT, uploader, alone, Map.of("id", "m"), "");
  }
}
