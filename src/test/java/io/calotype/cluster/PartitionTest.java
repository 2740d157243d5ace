package io.calotype.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionTest {
  private static final List<String> KEYS =
      IntStream.range(0, 10_000).mapToObj(i -> "media-" + i).toList();
  private static final List<String> NODES =
      List.of("a", "b", "c", "host-1.example", "host-2.example");

  @Test
  void owns_everyKey_isTrueForExactlyOneNode() {
    Partition partition = new Partition(NODES);

    assertThat(KEYS)
        .allSatisfy(
            key -> assertThat(NODES.stream().filter(node -> partition.owns(node, key))).hasSize(1));
  }

  @Test
  void owner_manyKeys_areDividedEvenly() {
    Map<String, Long> shares =
        KEYS.stream()
            .collect(Collectors.groupingBy(new Partition(NODES)::owner, Collectors.counting()));

    assertThat(shares).hasSize(5);
    assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(1_800L, 2_200L));
  }

  @Test
  void owner_nodeLeaves_onlyItsKeysMove() {
    Partition before = new Partition(NODES);
    List<String> left = new ArrayList<>(NODES);
    left.remove("b");
    Partition after = new Partition(left);

    assertThat(moved(before::owner, after::owner))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(before.owner(key)).isEqualTo("b"));
  }

  @Test
  void owner_nodeJoins_keysMoveOnlyToIt() {
    Partition before = new Partition(NODES);
    List<String> more = new ArrayList<>(NODES);
    more.addFirst("new");
    Partition after = new Partition(more);

    assertThat(moved(before::owner, after::owner))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(after.owner(key)).isEqualTo("new"));
  }

  @Test
  void owner_orderOfTheNodes_hasNoEffect() {
    Partition partition = new Partition(NODES);
    Partition reversed = new Partition(NODES.reversed());

    assertThat(moved(partition::owner, reversed::owner)).isEmpty();
  }

  private static List<String> moved(
      Function<String, String> before, Function<String, String> after) {
    return KEYS.stream().filter(key -> !before.apply(key).equals(after.apply(key))).toList();
  }
}
