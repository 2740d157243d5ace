package io.calotype.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.json.JsonValue;
import org.junit.jupiter.api.Test;

class JsonOutlineTest {
  @Test
  void of_nested_isIndentedInTwoColumns() {
    JsonValue json =
        JsonValue.read(
                """
                {"media": 12, "cache": {"entries": 3, "bytes": 1900000, "hitRate": 0.97,
                "tiers": [{"name": "disk"}, {"name": "memory"}]}, "formats": ["webp", "avif"],
                "since": null, "nothing": {}, "ready": true}
                """)
            .orElseThrow();

    assertThat(JsonOutline.of(json))
        .containsExactly(
            "media       12",
            "cache",
            "  entries   3",
            "  bytes     1900000 (1.9 MB)",
            "  hitRate   0.97",
            "  tiers",
            "    1",
            "      name  disk",
            "    2",
            "      name  memory",
            "formats     webp, avif",
            "since       -",
            "nothing",
            "ready       true");
  }
}
