package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {
  private static final MediaId ID = new MediaId("photo");

  /// 1 KiB of names and values each: plain, in 16 parts, escaped twofold and sixfold, and long in
  /// UTF-8.
  static Stream<Media> largest() {
    Map<String, String> sixteen = new TreeMap<>();
    IntStream.range(0, 16).forEach(i -> sixteen.put("n".repeat(62) + (10 + i), ""));
    return Stream.of(
            Map.of("a", "x".repeat(1_023)),
            sixteen,
            Map.of("a", "\"".repeat(1_023)),
            Map.of("a", "\u0001".repeat(1_023)),
            Map.of("a", "🐈".repeat(255)))
        .flatMap(attributes ->
            Stream.of(Samples.withAttributes("photo", attributes), Samples.largest(attributes)));
  }

  @ParameterizedTest
  @MethodSource("largest")
  void fitted_largestMedia_isAtMostTwoKibibytes(Media media) {
    String record = RecordJson.fitted(media, RecordJson.whole(media));

    assertThat(RecordJson.bytes(record)).isLessThanOrEqualTo(2_048);
    assertThat(record).startsWith("{\"cached\":true,").contains("\"calotype\":{\"v\":1,");
  }

  @ParameterizedTest
  @MethodSource("largest")
  void read_whatWasWritten_isTheSame(Media media) {
    assertThat(RecordJson.media(media.id(), RecordJson.whole(media))).contains(media);
  }

  @Test
  void fitted_oneKibibyteOfText_isWhole() {
    Media media = Samples.withAttributes("photo", Map.of("title", "x".repeat(1_019)));

    assertThat(RecordJson.fitted(media, RecordJson.whole(media)))
        .isEqualTo(RecordJson.whole(media));
  }

  @Test
  void fitted_tooLong_hasTheAttributesThatFit() {
    Media media =
        Samples.withAttributes("photo", Map.of("noise", "\u0001".repeat(900), "title", "Cats"));

    String record = RecordJson.fitted(media, RecordJson.whole(media));

    assertThat(record)
        .isEqualTo("{\"cached\":true,\"title\":\"Cats\",\"calotype\":{\"v\":1,\"kept\":true}}");
    assertThat(RecordJson.read(ID, record)).isEqualTo(new RecordJson.Reading.Elsewhere());
  }

  @Test
  void whole_attributes_areMembersBesideOurs() {
    Media media = Samples.withAttributes("photo", Map.of("style", "oil", "title", "\"Cats\""));

    assertThat(RecordJson.whole(media))
        .startsWith("{\"cached\":true,\"style\":\"oil\",\"title\":\"\\\"Cats\\\"\",\"calotype\":{");
  }

  @Test
  void whole_attributesNamedLikeOurs_giveWay() {
    Media media = Samples.withAttributes("photo", Map.of("cached", "no", "calotype", "1839"));

    String record = RecordJson.whole(media);

    assertThat(record).startsWith("{\"cached\":true,\"calotype\":{");
    assertThat(RecordJson.media(ID, record)).contains(media);
  }

  @Test
  void read_membersOfOthers_areNoAttributes() {
    Media media = Samples.withAttributes("photo", Map.of("title", "Cats"));
    String others = "{\"seen\":[1,{\"x\":null}],\"mood\":\"good\",";

    String record = others + RecordJson.whole(media).substring(1);

    assertThat(RecordJson.media(ID, record)).contains(media);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GIF89a",
        "[]",
        "7",
        "null",
        "{\"base64_data\":\"/9j/4AAQ\",\"title\":\"Old\"}",
        "{\"cached\":true}",
        "{\"calotype\":1}"
      })
  void read_notOurs_isForeign(String text) {
    assertThat(RecordJson.read(ID, text)).isEqualTo(new RecordJson.Reading.Foreign());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"calotype\":{\"v\":2}}",
        "{\"calotype\":{\"v\":1,\"type\":\"JPEG\"}}",
        "{\"calotype\":{\"v\":1,\"type\":\"NONE\",\"bytes\":1,\"sha256\":\"0\"}}",
        "{\"calotype\":{\"v\":1,\"kept\":true}"
      })
  void read_oursThatCannotBeParsed_isDamaged(String text) {
    assertThat(RecordJson.read(ID, text)).isEqualTo(new RecordJson.Reading.Damaged());
  }

  @Test
  void read_cutAnywhere_isNoMedia() {
    String record = RecordJson.whole(Samples.largest(Map.of("title", "Cats")));

    assertThat(IntStream.range(0, record.length()).mapToObj(end -> record.substring(0, end)))
        .noneMatch(text -> RecordJson.media(ID, text).isPresent());
  }
}
