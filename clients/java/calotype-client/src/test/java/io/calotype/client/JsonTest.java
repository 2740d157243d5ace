package io.calotype.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void read_everyKindOfValue_isRead() {
    Object value =
        JsonReader.read(
            " { \"a\" : [1, -2.5, 1e3, true, false, null, []], \"b\":{\"c\":\"d\"}, \"big\":123456789012345678901 }\n");

    assertThat(value)
        .isEqualTo(
            Map.of(
                "a", Arrays.asList(1L, -2.5, 1000.0, true, false, null, List.of()),
                "b", Map.of("c", "d"),
                "big", 123456789012345678901.0));
  }

  @Test
  void read_stringWithEscapes_isDecoded() {
    assertThat(JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é\""))
        .isEqualTo("\"\\/\b\f\n\r\té\ud83d\ude00é");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "\"",
        "\"a",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "[1,]",
        "[1 2]",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "tru",
        "nul",
        "truex",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"\n\"",
        "1 2",
        "NaN",
        "[1]]",
        "\"\\u١٢٣٤\"",
        "<html>"
      })
  void read_malformedText_isRefused(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void read_deepValue_isRefusedWithoutRecursion() {
    assertThat(JsonReader.read("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
    assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void write_thenRead_returnsTheSame() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      Object value = value(random, 4);

      assertThat(JsonReader.read(JsonWriter.write(value))).isEqualTo(value);
    }
  }

  @Test
  void read_damagedText_isReadOrRefused() {
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(JsonWriter.write(value(random, 3)));
      text.setCharAt(
          random.nextInt(text.length()), "{}[]\",:\\u0e-. \0".charAt(random.nextInt(15)));
      try {
        JsonReader.read(text.toString());
      } catch (IllegalArgumentException malformed) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(8, 64);
      case 3 -> random.nextDouble() * 1e9 + 0.5;
      case 4 -> string(random);
      case 5 -> list(random, depth);
      default -> object(random, depth);
    };
  }

  private static List<Object> list(Random random, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(random, depth - 1));
    }
    return list;
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.put(string(random), value(random, depth - 1));
    }
    return object;
  }

  private static String string(Random random) {
    StringBuilder string = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      string.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
    }
    return string.toString();
  }
}
