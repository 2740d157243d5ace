package io.calotype.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
  @Test
  void text_afterRead_isTheSame() {
    String text = "{\"a\":[1,2.50,-3e-7,\"x\\n\\u0001\"],\"b\":null,\"c\":{\"d\":true},\"e\":[]}";

    assertThat(JsonValue.read(text))
        .map(JsonValue::toString)
        .flatMap(JsonValue::read)
        .isEqualTo(JsonValue.read(text));
    assertThat(JsonValue.read("{ \"a\" : [ 12345678901234567890, false ] }"))
        .map(JsonValue::toString)
        .contains("{\"a\":[12345678901234567890,false]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{", "[1", "{\"a\":"})
  void read_ofOtherThings_isEmpty(String text) {
    assertThat(JsonValue.read(text)).isEmpty();
  }

  @Test
  void member_absentOrOfAnotherKind_isEmpty() {
    JsonValue json = JsonValue.read("{\"a\": \"b\"}").orElseThrow();

    assertThat(json.at("b").text()).isEmpty();
    assertThat(json.at("a").at("c").items()).isEmpty();
    assertThat(json.at("a").count()).isZero();
  }

  @Test
  void text_ofAHugeExponent_staysShort() {
    JsonValue json = JsonValue.read("[1e999999999, 1e-7, 1.50]").orElseThrow();

    assertThat(json.items().get(0).text()).isEqualTo("1E+999999999");
    assertThat(json.items().get(1).text()).isEqualTo("0.0000001");
    assertThat(json.items().get(2).text()).isEqualTo("1.50");
    assertThat(json.items().get(0).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7b227d", "ff", "0000feff00", "22c328"})
  void read_ofBytesInAnotherEncoding_isEmpty(String hex) {
    assertThat(JsonValue.read(HexFormat.of().parseHex(hex))).isEmpty();
  }
}
