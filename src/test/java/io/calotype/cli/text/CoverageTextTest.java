package io.calotype.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTextTest {
  @Test
  void lines_ofOneNode_areNone() {
    assertThat(lines(List.of("a"), List.of("node"), List.of("node"))).isEmpty();
    assertThat(CoverageText.lines(JsonValue.absent())).isEmpty();
  }

  @Test
  void lines_ofOneOfTwoNodes_nameTheOther() {
    assertThat(lines(List.of("a", "b"), List.of("node"), List.of("bucket")))
        .containsExactly(
            "Covers the renditions of node a, and the originals of the bucket.",
            "Not covered: the renditions of b.");
  }

  @Test
  void lines_ofAllNodes_nameThem() {
    assertThat(lines(List.of("a", "b"), List.of("nodes", "bucket"), List.of()))
        .containsExactly("Covers the renditions of all nodes (a, b) and of the bucket.");
  }

  private static List<String> lines(
      List<String> nodes, List<String> renditions, List<String> originals) {
    return CoverageText.lines(
        JsonValue.object(
            Map.of("node", "a", "nodes", nodes, "renditions", renditions, "originals", originals)));
  }
}
