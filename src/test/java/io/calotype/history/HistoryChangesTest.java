package io.calotype.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Removed groups, and changes of groups and times to live.
class HistoryChangesTest extends HistoryFixture {
  private void uploadInto(String group, long begun, int picture) {
    call("a", begun, new Call.Upload(picture, true, null, group), 201, Call.Answer.NONE);
  }

  private void removeGroup(String group, long begun, int status) {
    call("a", begun, new Call.GroupRemoval(group), status, Call.Answer.NONE);
  }

  private void regroup(String group, long begun, int status) {
    call("a", begun, new Call.GroupChange(group), status, Call.Answer.NONE);
  }

  private void changeTtl(@Nullable Duration ttl, long begun, int status) {
    call("a", begun, new Call.TtlChange(ttl), status, Call.Answer.NONE);
  }

  @Test
  void check_mediaOfARemovedGroup_isRemovedServed() {
    uploadInto("cats", 0, 1);
    removeGroup("cats", 20, 200);
    failed("b", 40, 404);
    read("b", 1_000, 1);
    assertThat(rules()).as("within a second").isEmpty();

    read("b", 1_040, 1);
    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_mediaOfAnotherGroup_isNotRemoved() {
    uploadInto("dogs", 0, 1);
    removeGroup("cats", 20, 200);
    read("b", 2_000, 1);
    assertThat(rules()).isEmpty();

    failed("b", 2_040, 404);
    assertThat(rules()).containsExactly("lost");
  }

  @Test
  void check_mediaThatChangedItsGroup_isRemovedWithTheNewOneOnly() {
    uploadInto("cats", 0, 1);
    regroup("dogs", 20, 200);
    removeGroup("cats", 40, 200);
    read("b", 2_000, 1);
    failed("b", 2_020, 404);
    assertThat(rules()).as("removed with the old group").containsExactly("lost");

    calls.removeLast();
    removeGroup("dogs", 2_040, 200);
    read("b", 4_000, 1);
    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_groupThatIsUnsure_allowsBoth() {
    uploadInto("cats", 0, 1);
    regroup("dogs", 20, 503);
    removeGroup("dogs", 40, 200);
    read("b", 2_000, 1);
    failed("b", 2_020, 404);

    assertThat(rules()).isEmpty();
  }

  @Test
  void check_endThatWasSetByAChange_isRemovedServedAfterIt() {
    upload(0, 1, 201);
    changeTtl(Duration.ofSeconds(2), 20, 200);
    read("b", 2_000, 1);
    failed("b", 2_020, 410);
    assertThat(rules()).isEmpty();

    read("b", 2_200, 1);
    assertThat(rules()).containsExactly("removed-served");
  }

  @Test
  void check_endThatWasMovedOrRemoved_isLostBeforeIt() {
    call("a", 0, new Call.Upload(1, true, Duration.ofSeconds(2), null), 201, Call.Answer.NONE);
    changeTtl(null, 20, 200);
    read("b", 5_000, 1);
    assertThat(rules()).isEmpty();

    failed("b", 5_020, 410);
    assertThat(rules()).containsExactly("lost");
  }

  /// The change may be that of a later upload.
  @Test
  void check_changeAfterTheEnd_provesNothing() {
    call("a", 0, new Call.Upload(1, true, Duration.ofSeconds(2), null), 201, Call.Answer.NONE);
    upload(3_000, 2, 201);
    changeTtl(null, 3_020, 200);
    read("b", 5_000, 2);

    assertThat(rules()).isEmpty();
  }

  @Test
  void check_mediaThatWasConfirmed_hasTheEndOfAnEarlierChange() {
    upload(0, 1, 201);
    changeTtl(Duration.ofSeconds(3), 20, 200);
    upload(40, 1, 200);
    failed("b", 3_200, 404);

    assertThat(rules()).isEmpty();
  }
}
