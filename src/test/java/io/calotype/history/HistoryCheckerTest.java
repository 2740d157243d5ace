package io.calotype.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One seeded violation for each rule, and the histories next to it that keep the rule.
class HistoryCheckerTest extends HistoryFixture {
  @Test
  void check_ordinaryLife_isAllowed() {
    upload(0, 1, 201);
    read("b", 20, 1);
    change(100, false, 200);
    call("b", 2_000, new Call.Read("/%s", true, null), 404, Call.Answer.NONE);
    remove(3_000, 204);
    failed("b", 5_000, 404);
    upload(6_000, 2, 201);
    read("b", 8_000, 2);

    assertThat(rules()).isEmpty();
  }

  @Test
  void check_uploadedMediaIsAbsent_isLost() {
    upload(0, 1, 201);
    failed("b", 20, 404);

    assertThat(rules()).containsExactly("lost");
  }

  @Test
  void check_expiredRecordOfAnEarlierUpload_isAllowedForASecond() {
    call("b", 0, new Call.Upload(1, true, Duration.ofSeconds(1), null), 201, Call.Answer.NONE);
    upload(2_000, 2, 201);
    failed("b", 2_500, 410);
    assertThat(rules()).isEmpty();

    failed("b", 3_020, 410);
    assertThat(rules()).containsExactly("lost");
  }

  @Test
  void check_absentBesideAnUnansweredRemoval_isAllowed() {
    upload(0, 1, 201);
    remove(20, 503);
    failed("b", 40, 404);

    assertThat(rules()).isEmpty();
  }

  @Test
  void check_uploadedMediaIsUnavailable_isAllowedUntilRest() {
    upload(0, 1, 201);
    failed("b", 20, 503);
    assertThat(rules()).isEmpty();

    rest.add(failed("b", LONG_AFTER, 503));
    assertThat(rules()).contains("unavailable");
  }

  @Test
  void check_serverFault_isOdd() {
    failed("b", 20, 500);

    assertThat(rules()).containsExactly("odd-status");
  }

  @Test
  void check_callWithoutAnAnswerForAMinute_isOdd() {
    failed("b", 20, Call.UNANSWERED);

    assertThat(rules()).containsExactly("odd-status");
  }

  @Test
  void check_otherBytesThanUploaded_isRemovedServed() {
    upload(0, 1, 201);
    read("b", 20, Call.Answer.UNKNOWN);

    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_removedMediaIsServedLate_isRemovedServed() {
    upload(0, 1, 201);
    remove(20, 204);
    read("b", 1_000, 1);
    assertThat(rules()).as("within a second").isEmpty();

    read("b", 1_040, 1);
    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_removedMediaIsServedByTheSameNode_isRemovedServed() {
    upload(0, 1, 201);
    remove(20, 204);
    read("a", 40, 1);

    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_removedMediaWithoutRedis_isAllowedForItsLongerTime() {
    upload(0, 1, 201);
    remove(20, 204);
    unheard = Map.of("b", List.of(new Call.Span(millis(10), millis(9_000))));
    read("b", 3_000, 1);
    assertThat(rules()).isEmpty();

    read("b", 3_040, 1);
    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_removedMediaIsConfirmed_isRemovedServed() {
    upload(0, 1, 201);
    read("b", 20, 1);
    remove(40, 204);
    Call.Answer answer = new Call.Answer(0, "e1", "", "");
    call("b", 2_000, new Call.Read("/%s", true, "e1"), 304, answer);

    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_expiredMediaIsServed_isRemovedServed() {
    call("a", 0, new Call.Upload(1, true, Duration.ofSeconds(2), null), 201, Call.Answer.NONE);
    read("b", 1_900, 1);
    failed("b", 2_000, 410);
    assertThat(rules()).isEmpty();

    read("b", 2_200, 1);
    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_expiryByAClockThatIsAhead_isLost() {
    call("a", 0, new Call.Upload(1, true, Duration.ofSeconds(9), null), 201, Call.Answer.NONE);
    failed("b", 20, 410);

    assertThat(rules()).containsExactly("lost");
  }

  @Test
  void check_twoUploadsWithoutARemoval_isOverwritten() {
    upload(0, 1, 201);
    upload(20, 2, 201);

    assertThat(rules()).contains("overwritten");
  }

  @Test
  void check_anotherPictureDuringALife_isTwoDigests() {
    upload(0, 1, 201);
    upload(20, 2, 503);
    read("b", 40, 2);

    assertThat(rules()).containsExactly("two-digests");
  }

  @Test
  void check_earlierPictureAfterALaterOne_isBackInTime() {
    upload(0, 1, 201);
    remove(20, 204);
    upload(40, 2, 201);
    read("b", 60, 1);
    read("b", 80, 2);
    assertThat(rules()).as("late").isEmpty();

    read("b", 100, 1);
    assertThat(rules()).containsExactly("back-in-time");
  }

  @Test
  void check_oneEtagForTwoBodies_isFound() {
    upload(0, 1, 201);
    Call.Answer other = new Call.Answer(1, "e1", "torn", "public");
    read("b", 20, 1);
    call("b", 40, new Call.Read("/%s", true, null), 200, other);

    assertThat(rules()).containsExactly("etag-two-bodies");
  }

  @Test
  void check_privateMediaWithoutCredentials_isPrivateServed() {
    upload(0, 1, 201);
    change(20, false, 200);
    read("b", 1_000, 1, "private");
    assertThat(rules()).as("within a second").isEmpty();

    read("b", 1_040, 1, "private");
    assertThat(rules()).containsExactly("private-served");
  }

  @Test
  void check_mediaMadePublicAgain_isAllowed() {
    upload(0, 1, 201);
    change(20, false, 200);
    change(40, true, 503);
    read("b", 2_000, 1);

    assertThat(rules()).isEmpty();
  }

  @Test
  void check_privateMediaForSharedCaches_isPrivatePublic() {
    call("a", 0, new Call.Upload(1, false, null, null), 201, Call.Answer.NONE);
    Call.Answer answer = new Call.Answer(1, "e1", "b1", "public, max-age=3600");
    call("b", 20, new Call.Read("/%s", false, null), 200, answer);

    assertThat(rules()).containsExactly("private-public");
  }

  @Test
  void check_nodesThatDisagreeAtRest_areFound() {
    upload(0, 1, 201);
    remove(20, 503);
    records = Map.of(ID, 1);
    objects.add(new AtRest.Stored(ID, "o/cat.1", 1, false));
    rest.add(read("a", LONG_AFTER, 1));
    assertThat(rules()).isEmpty();

    rest.add(failed("b", LONG_AFTER, 404));
    assertThat(rules()).containsExactly("nodes-differ");
  }

  @Test
  void check_recordWithoutItsObject_isFound() {
    upload(0, 1, 201);
    records = Map.of(ID, 1);
    objects.add(new AtRest.Stored(ID, "o/cat.1", Call.Answer.UNKNOWN, false));

    assertThat(rules()).containsExactly("record-without-object", "object-damaged");
  }

  @Test
  void check_objectOfARemovedMedia_isFoundUnlessQueued() {
    upload(0, 1, 201);
    remove(20, 204);
    objects.add(new AtRest.Stored(ID, "o/cat.1", 1, true));
    assertThat(rules()).isEmpty();

    objects.add(new AtRest.Stored(ID, "o/cat.1", 1, false));
    assertThat(rules()).containsExactly("object-left");
  }

  @Test
  void check_objectOfAnUnansweredUpload_isAllowed() {
    upload(0, 1, 503);
    objects.add(new AtRest.Stored(ID, "o/cat.1", 1, false));

    assertThat(rules()).isEmpty();
  }

  @Test
  void check_renditionRenderedOften_isFound() {
    Renders.Losses losses = new Renders.Losses(1, 0, 0, 0);
    renders = new Renders(Map.of(ID + "/small", 2L), losses);
    assertThat(rules()).as("one node was killed").isEmpty();
    renders = new Renders(Map.of(ID + "/small", 3L), losses);
    assertThat(rules()).containsExactly("rendered-again");

    upload(0, 1, 201);
    remove(20, 204);
    upload(40, 1, 201);
    assertThat(rules()).as("uploaded twice").isEmpty();
  }
}
