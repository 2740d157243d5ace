package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.ListOrder;
import io.calotype.media.MediaId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @ParameterizedTest
  @EnumSource(ListOrder.class)
  void parse_ownText_isTheSame(ListOrder order) {
    Instant created = Instant.parse("2026-11-20T15:04:05.123Z");
    Cursor cursor = new Cursor(created, new MediaId("a-_9"), order);

    assertThat(Cursor.parse(cursor.text())).contains(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "!!!",
        "MTIz",
        "MTIzOg",
        "OmE",
        "MTIzOmEgYg",
        "eDph",
        "b2xkZXN0Og",
        "b2xkZXN0OmE"
      })
  void parse_notOurs_isEmpty(String text) {
    assertThat(Cursor.parse(text)).isEmpty();
  }
}
