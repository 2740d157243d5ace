package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaEventTest {
  /// An editor with the key `app`.
  private static boolean editor(Readers readers) {
    return readers.text().equals("*") || readers.text().equals("=key:app");
  }

  @ParameterizedTest
  @CsvSource({
    "UPLOADED, '', *, UPLOADED",
    "UPLOADED, '', =key:app, UPLOADED",
    "UPLOADED, '', =key:other, ",
    "UPLOADED, '', =, ",
    "CHANGED, *, *, CHANGED",
    "CHANGED, =key:app, *, CHANGED",
    "CHANGED, =key:other, *, UPLOADED",
    "CHANGED, *, =key:other, DELETED",
    "CHANGED, =key:other, =key:other, ",
    "DELETED, *, '', DELETED",
    "DELETED, =key:app, '', DELETED",
    "DELETED, =key:other, '', ",
    "FAILED, *, *, FAILED",
    "FAILED, =key:other, =key:other, ",
  })
  void seen_byACaller_dependsOnItsRightsBeforeAndAfter(
      MediaEvent.Type type, String before, String after, MediaEvent.Type expected) {
    MediaEvent event =
        new MediaEvent(
            type, new MediaId("a"), MediaKind.IMAGE, Readers.parse(before), Readers.parse(after));

    assertThat(event.seen(MediaEventTest::editor).orElse(null)).isEqualTo(expected);
  }

  @Test
  void seen_byACallerThatSeesAll_isTheType() {
    assertThat(MediaEvent.deleted(new MediaId("a")).seen(_ -> true))
        .contains(MediaEvent.Type.DELETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "=", "=key:app", "=sub:*", "=sub:ä\u0000="})
  void parse_textOfReaders_isTheSame(String text) {
    assertThat(Readers.parse(text)).isNotNull().extracting(Readers::text).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "**", "?"})
  void parse_anythingElse_isSeenByNoOwner(String text) {
    assertThat(Readers.parse(text)).isEqualTo(Readers.UNKNOWN);
  }
}
