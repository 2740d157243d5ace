package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @Test
  void parse_ownText_isTheSame() {
    Cursor cursor = new Cursor(Instant.parse("2026-11-20T15:04:05.123Z"), new MediaId("a-_9"));

    assertThat(Cursor.parse(cursor.text())).contains(cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "!!!", "MTIz", "MTIzOg", "OmE", "MTIzOmEgYg", "eDph"})
  void parse_notOurs_isEmpty(String text) {
    assertThat(Cursor.parse(text)).isEmpty();
  }
}
