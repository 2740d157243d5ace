package io.calotype.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class LogLineTest {
  private static final Instant TIME = Instant.parse("2026-11-21T03:20:00.8Z");

  @Test
  void logfmt_ofAnEvent_isPairsInTheirOrder() {
    Event event = Event.of("stored", null, "id", "a", "bytes", 12L, "title", "two words");

    assertThat(line(event).logfmt())
        .isEqualTo(
            "time=2026-11-21T03:20:00.800Z level=info event=stored id=a bytes=12"
                + " title=\"two words\"\n");
  }

  @Test
  void json_ofAnEvent_hasNumbersAsNumbers() {
    Event event =
        Event.of("rendered", null, "id", "a", "ms", 12L, "tries", 3, "share", 0.5, "dry", true);

    assertThat(line(event).json())
        .isEqualTo(
            "{\"time\":\"2026-11-21T03:20:00.800Z\",\"level\":\"info\",\"event\":\"rendered\","
                + "\"id\":\"a\",\"ms\":12,\"tries\":3,\"share\":0.5,\"dry\":true}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=b \"c\" \\",
        "two\nlines\r\n\tand\u0000\u001b[31m\u007f\u0085\u2028",
        "Größe 写真 \uD83D\uDCF7",
        "half of a pair \uD83D",
        "{\"event\":\"forged\"}",
      })
  void anyValue_inEitherFormat_isOneLineOfItsFormat(String value) {
    LogLine line = line(Event.of("failed", null, "text", value));

    assertThat(line.json().strip().chars()).allMatch(c -> c >= 32 && c < 128);
    assertThat(read(line.json())).containsEntry("text", value).hasSize(4);
    assertThat(line.logfmt().strip().lines()).hasSize(1);
    assertThat(line.logfmt().strip().chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void json_numberThatJsonLacks_isText() {
    assertThat(read(line(Event.of("x", null, "rate", Double.NaN)).json()))
        .containsEntry("rate", "NaN");
  }

  @Test
  void stack_ofAFault_isBelowOrInside() {
    Event event = Event.of("internal", new IllegalStateException("why\nnot"), "incident", "i");

    assertThat(line(event).logfmt().lines().toList())
        .startsWith(
            "time=2026-11-21T03:20:00.800Z level=info event=internal incident=i",
            "  java.lang.IllegalStateException: why");
    assertThat(line(event).json().lines()).hasSize(1);
    assertThat(read(line(event).json()).get("stack"))
        .startsWith("java.lang.IllegalStateException: why\nnot\n\tat ");
  }

  private static LogLine line(Event event) {
    SequencedMap<String, Object> members = new LinkedHashMap<>(event.members());
    return new LogLine(TIME, "info", members, event.cause());
  }

  /// The members of an object of scalars, as texts.
  private static Map<String, @Nullable String> read(String text) {
    Map<String, @Nullable String> members = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        members.put(name, json.getString());
      }
      assertThat(json.nextToken()).isNull();
    }
    return members;
  }
}
