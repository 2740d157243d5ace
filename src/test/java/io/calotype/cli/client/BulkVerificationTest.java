package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cli.text.StepCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkVerificationTest {
  private final Standing standing = new Standing();
  private final CalotypeClient client = new CalotypeClient(standing.url(), "secret");
  private final List<String> shown = new ArrayList<>();

  @AfterEach
  void close() {
    standing.close();
  }

  @Test
  void verify_all_goesThroughTheListInBatches() {
    standing
        .then(200, "", "{\"items\":[" + records(25) + "],\"next\":null}")
        .then(200, "", answer(20, ""))
        .then(200, "", answer(4, "").replace("\"absent\":[]", "\"absent\":[\"m24\"]"));
    StepCount steps = new StepCount(25);
    BulkVerification verifier = verifier(false, steps);

    verifier.verifyAll(null);

    assertThat(verifier.summary())
        .containsExactly("24 media verified, 2.4 kB: 0 damaged or lost, 0 repaired");
    assertThat(verifier.sound()).isTrue();
    assertThat(verifier.absent()).isEmpty();
    assertThat(steps.line(Duration.ZERO, 80)).contains("25/25");
    assertThat(standing.requests().get(2))
        .isEqualTo(
            "POST /api/admin/verify Bearer secret "
                + "{\"ids\":[\"m20\",\"m21\",\"m22\",\"m23\",\"m24\"],\"dryRun\":false}");
  }

  @Test
  void verify_faults_areShownAndCounted() {
    String faults =
        "{\"id\":\"a\",\"part\":\"original\",\"found\":\"lost\",\"count\":1,\"repaired\":false},"
            + "{\"id\":\"b\",\"part\":\"renditions\",\"found\":\"damaged\",\"count\":3,"
            + "\"repaired\":true}";
    standing.then(200, "", answer(2, faults));
    BulkVerification verifier = verifier(true, new StepCount(2));

    verifier.verify(List.of("a", "b"));

    assertThat(shown)
        .containsExactly("[a, original, lost, 1, no]", "[b, renditions, damaged, 3, yes]");
    assertThat(verifier.sound()).isFalse();
    assertThat(verifier.sums().toString())
        .isEqualTo("{\"verified\":2,\"bytes\":200,\"damaged\":1,\"repaired\":3,\"unread\":0}");
    assertThat(standing.requests().getFirst()).endsWith("{\"ids\":[\"a\",\"b\"],\"dryRun\":true}");
  }

  @Test
  void verify_idThatIsNot_isSaidToBeAbsent() {
    standing.then(200, "", answer(0, "").replace("\"absent\":[]", "\"absent\":[\"a\"]"));
    BulkVerification verifier = verifier(false, new StepCount(1));

    verifier.verify(List.of("a"));

    assertThat(verifier.absent()).containsExactly("a");
  }

  @Test
  void verifyAll_mediaThatCannotBeRead_isNotSound() {
    standing
        .then(200, "", "{\"items\":[" + records(2) + "],\"next\":null}")
        .then(200, "", answer(1, "").replace("\"unread\":[]", "\"unread\":[\"m1\"]"));
    BulkVerification verifier = verifier(false, new StepCount(2));

    verifier.verifyAll(null);

    assertThat(verifier.sound()).isFalse();
    assertThat(verifier.unread()).containsExactly("m1");
    assertThat(verifier.summary().getFirst()).endsWith("0 damaged or lost, 0 repaired, 1 unread");
    assertThat(verifier.sums().toString()).contains("\"unread\":1");
  }

  private BulkVerification verifier(boolean dry, StepCount steps) {
    return new BulkVerification(
        client, dry, steps, fault -> shown.add(BulkVerification.row(fault) + ""));
  }

  private static String records(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "{\"id\":\"m" + n + "\"}")
        .collect(Collectors.joining(","));
  }

  private static String answer(int verified, String faults) {
    return "{\"verified\":%d,\"bytes\":%d,\"absent\":[],\"unread\":[],\"faults\":[%s]}"
        .formatted(verified, verified * 100, faults);
  }
}
