package io.calotype.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
  @Test
  void of_byteOrderMark_isIgnored() {
    assertThat(JsonBody.of("\uFEFF{\"all\":true}").flag("all")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"group\":7}", "{\"group\":true}", "{\"group\":[\"g\"]}", "{\"group\":1.5}"})
  void text_ofAnotherType_isABadRequest(String body) {
    assertThatThrownBy(() -> JsonBody.of(body).text("group"))
        .hasMessageContaining("group is not a text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"skip\":\"7\"}",
        "{\"skip\":7.5}",
        "{\"skip\":-1}",
        "{\"skip\":101}",
        "{\"skip\":1e-1}"
      })
  void number_ofAnotherTypeOrBeyond_isABadRequest(String body) {
    assertThatThrownBy(() -> JsonBody.of(body).number("skip", 100))
        .hasMessageContaining("skip is not a number from 0 to 100");
  }

  @Test
  void duration_isANumberOrAText() {
    assertThat(JsonBody.of("{\"a\":60}").duration("a")).isEqualTo("60");
    assertThat(JsonBody.of("{\"a\":\"PT1M\"}").duration("a")).isEqualTo("PT1M");
    assertThat(JsonBody.of("{}").duration("a")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"ids\":[7]}", "{\"ids\":\"a\"}", "{\"ids\":[\"a\",null]}"})
  void texts_ofAnotherType_isABadRequest(String body) {
    assertThatThrownBy(() -> JsonBody.of(body).texts("ids"))
        .hasMessageContaining("ids is not a list of texts");
  }
}
