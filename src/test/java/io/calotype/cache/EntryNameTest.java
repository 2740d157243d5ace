package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryNameTest {
  @Test
  void parse_ofAnEntry_givesItsParts() {
    EntryName expected = new EntryName("w400-inside-q85", 23011, 0x9f3ab2c1, "webp");

    assertThat(EntryName.parse("w400-inside-q85.23011-9f3ab2c1.webp")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.1-00000000.b", "w-1.123456789012345678-ffffffff.jpeg"})
  void text_afterParse_isTheSame(String file) {
    assertThat(Objects.requireNonNull(EntryName.parse(file)).text()).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a.webp",
        "a.0-00000000.b",
        "a.01-00000000.b",
        "a.1-0000000.b",
        "a.1-0000000A.b",
        "a.1-00000000.",
        ".1-00000000.b",
        "a.1-00000000.b.c",
        "a.b.1-00000000.c",
        "a.-1-00000000.b",
        "a.1234567890123456789-00000000.b",
        "a b.1-00000000.c",
        "ä.1-00000000.b"
      })
  void parse_ofAnythingElse_isNothing(String file) {
    assertThat(EntryName.parse(file)).isNull();
  }

  @Test
  void charge_isInWholeBlocks() {
    assertThat(EntryName.charge(1)).isEqualTo(4096);
    assertThat(EntryName.charge(4096)).isEqualTo(4096);
    assertThat(EntryName.charge(4097)).isEqualTo(8192);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a\\b", "a b", "a\n", "ä"})
  void key_withAPartThatIsUnsafeInAFileName_isRefused(String part) {
    assertThatThrownBy(() -> new CacheKey(part, "w400", "webp"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
