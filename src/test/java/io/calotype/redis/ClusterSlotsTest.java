package io.calotype.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Answers of `CLUSTER NODES`, as Redis 6.2, 7 and Valkey give them.
class ClusterSlotsTest {
  private static final String TAIL = " - 0 1700000000000 ";

  @Test
  void of_oneView_hasItsSlots() {
    ClusterSlots slots =
        slots(
            "a1 10.0.0.1:6379@16379 myself,master" + TAIL + "1 connected 0-5460 9000",
            "a2 10.0.0.2:6379@16379,,shard-id=7 master" + TAIL + "2 connected 5461-8999",
            "a3 10.0.0.3:6379@16379 slave a1 0 1700000000000 1 connected");

    assertThat(slots.masters()).containsExactly("10.0.0.1:6379", "10.0.0.2:6379");
    assertThat(Stream.of(0, 5_460, 9_000).map(slots::owner)).containsOnly("10.0.0.1:6379");
    assertThat(Stream.of(5_461, 8_999).map(slots::owner)).containsOnly("10.0.0.2:6379");
    assertThat(slots.owner(16_383)).isNull();
  }

  @Test
  void of_viewsThatDisagree_believesTheHigherEpoch() {
    String old = "a1 10.0.0.1:6379@16379 master" + TAIL + "4 connected 0-99";
    String promoted = "a2 10.0.0.2:6379@16379 master" + TAIL + "9 connected 0-99";

    assertThat(slots(old, promoted).owner(7)).isEqualTo("10.0.0.2:6379");
    assertThat(slots(promoted, old).owner(7)).isEqualTo("10.0.0.2:6379");
  }

  @Test
  void of_slotsUnderWay_areStillWhereTheyWere() {
    ClusterSlots slots =
        slots(
            "a1 10.0.0.1:6379@16379 master" + TAIL + "1 connected 0-99 [7->-a2]",
            "a2 10.0.0.2:6379@16379 master" + TAIL + "2 connected [7-<-a1]");

    assertThat(slots.owner(7)).isEqualTo("10.0.0.1:6379");
    assertThat(slots.masters()).hasSize(2);
  }

  @Test
  void of_failedMasters_areThereForTheSlotsThatTheyStillHave() {
    ClusterSlots slots =
        slots(
            "a1 10.0.0.1:6379@16379 master,fail" + TAIL + "1 disconnected 0-99",
            "a2 10.0.0.2:6379@16379 master,fail" + TAIL + "2 disconnected",
            "a3 :0@0 master,noaddr" + TAIL + "3 disconnected",
            "a4 10.0.0.4:6379@16379 handshake" + TAIL + "0 connected");

    assertThat(slots.masters()).containsExactly("10.0.0.1:6379");
  }

  @Test
  void of_memberWithoutItsOwnAddress_hasTheAddressOfTheCall() {
    assertThat(slots("a1 :6379@16379 myself,master" + TAIL + "0 connected 0-16383").owner(1))
        .isEqualTo("asked:6379");
  }

  @Test
  void of_sixthVersionOfIp_hasItsLastColonBeforeThePort() {
    assertThat(slots("a1 fd00::1:6379@16379 master" + TAIL + "0 connected 0-16383").owner(1))
        .isEqualTo("fd00::1:6379");
  }

  @Test
  void of_namesAndTls_areTheNames() {
    String line = "a1 10.0.0.1:6379@16379,one.example master" + TAIL + "1 connected 0-99";

    assertThat(slots(line).owner(7)).isEqualTo("10.0.0.1:6379");
    ClusterSlots named = ClusterSlots.of(List.of(new ClusterSlots.View("asked", line)), true);
    assertThat(named.owner(7)).isEqualTo("one.example:6379");
    assertThat(named.known("10.0.0.1:6379")).isEqualTo("one.example:6379");
  }

  private static ClusterSlots slots(String... lines) {
    return ClusterSlots.of(
        List.of(new ClusterSlots.View("asked", String.join("\n", lines) + "\n")), false);
  }
}
