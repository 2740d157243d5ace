package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseJsonTest {
  @Test
  void text_ofWhatWasRead_isTheSame() {
    String text = "{\"a\":[1,2.50,-3e-7,\"x\\n\\u0001\"],\"b\":null,\"c\":{\"d\":true},\"e\":[]}";

    assertThat(ResponseJson.read(text))
        .map(ResponseJson::toString)
        .flatMap(ResponseJson::read)
        .isEqualTo(ResponseJson.read(text));
    assertThat(ResponseJson.read("{ \"a\" : [ 12345678901234567890, false ] }"))
        .map(ResponseJson::toString)
        .contains("{\"a\":[12345678901234567890,false]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{", "[1", "{\"a\":"})
  void read_ofOtherThings_isEmpty(String text) {
    assertThat(ResponseJson.read(text)).isEmpty();
  }

  @Test
  void member_absentOrOfAnotherKind_isEmpty() {
    ResponseJson json = ResponseJson.read("{\"a\": \"b\"}").orElseThrow();

    assertThat(json.at("b").text()).isEmpty();
    assertThat(json.at("a").at("c").items()).isEmpty();
    assertThat(json.at("a").count()).isZero();
  }
}
