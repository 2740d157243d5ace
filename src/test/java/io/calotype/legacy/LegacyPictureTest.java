package io.calotype.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.calotype.failure.MediaException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyPictureTest {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private Optional<LegacyPicture> read(String text) {
    return LegacyPicture.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), file, LegacyPicture.DATA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"createdAt\":\"2024-05-01T10:00:00Z\" | 2024-05-01T10:00:00Z",
        "\"created_at\":\"2024-05-01T12:00:00.5+02:00\" | 2024-05-01T10:00:00.500Z",
        "\"created_at\":\"2024-05-01 10:00:00\" | 2024-05-01T10:00:00Z",
        "\"timestamp\":1714557600 | 2024-05-01T10:00:00Z",
        "\"timestamp\":1714557600.25 | 2024-05-01T10:00:00.250Z",
        "\"created\":1714557600123 | 2024-05-01T10:00:00.123Z",
        "\"created\":\"yesterday\" | ",
        "\"made\":1714557600 | "
      })
  void read_timeOfCreation_isThatOfTheRecord(String member, @Nullable Instant created) {
    String text = "{" + member + ",\"base64_data\":\"AAECAw==\"}";

    assertThat(read(text).orElseThrow().created()).isEqualTo(created);
  }

  @Test
  void read_anotherField_isThePicture() {
    byte[] text = "{\"img\":\"AAECAw==\",\"base64_data\":\"x\"}".getBytes(StandardCharsets.UTF_8);

    LegacyPicture picture =
        LegacyPicture.read(new ByteArrayInputStream(text), file, "img").orElseThrow();

    assertThat(picture.rest()).isEqualTo("{\"base64_data\":\"x\"}");
    assertThat(file.toByteArray()).containsExactly(0, 1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"base64_data\":\"AAECAw==\",\"title\":\"ä\"}",
        "{\"title\":\"ä\",\"base64_data\":\"data:image/png;base64,AAECAw==\"}",
        "{\"title\":\"ä\",\"base64_data\":\"data:image\\/png;base64,AAECAw\"}",
        "{\"base64_data\" : \"AAEC\\nAw==\\n\", \"title\" : \"\\u00e4\" }\n",
      })
  void read_picture_isDecodedAndTheRestIsKept(String text) {
    LegacyPicture picture = read(text).orElseThrow();

    assertThat(file.toByteArray()).containsExactly(0, 1, 2, 3);
    assertThat(picture.rest()).isEqualTo("{\"title\":\"ä\"}");
    assertThat(picture.attributes()).containsExactly(entry("title", "ä"));
  }

  @Test
  void read_membersOfAnyKind_stayAsTheyAre() {
    String others =
        "\"seed\":12345678901234567890,\"cfg\":7.50,\"nsfw\":false,\"none\":null,"
            + "\"size\":{\"w\":1,\"base64_data\":\"x\"},\"loras\":[\"a\",{\"b\":[]}]";

    LegacyPicture picture = read("{" + others + ",\"base64_data\":\"AAEC\"}").orElseThrow();

    assertThat(picture.rest()).isEqualTo("{" + others + "}");
    assertThat(picture.attributes()).isEmpty();
  }

  @Test
  void read_textsThatCannotBeAttributes_stayInTheRest() {
    String prompt = "a fox ".repeat(300);

    LegacyPicture picture =
        read("{\"prompt\":\"" + prompt + "\",\"style\":\"ink\",\"base64_data\":\"AAEC\"}")
            .orElseThrow();

    assertThat(picture.rest()).contains(prompt);
    assertThat(picture.attributes()).containsExactly(entry("style", "ink"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PNG",
        "[\"base64_data\"]",
        "{\"title\":\"x\"}",
        "{\"base64_data\":null}",
        "{\"base64_data\":\"AAEC\",\"calotype\":{\"v\":1}}",
        "{\"image\":{\"base64_data\":\"AAEC\"}}",
        "{\"title\":\"x\"",
      })
  void read_noPicture_isEmpty(String text) {
    assertThat(read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"base64_data\":\"AAE",
        "{\"base64_data\":\"AAEC\"",
        "{\"base64_data\":\"AAEC\"} more",
        "{\"base64_data\":\"no base64!\"}",
        "{\"base64_data\":\"data:image/png,AAEC\"}",
        "{\"base64_data\":\"AAEC\",\"base64_data\":\"AAEC\"}",
      })
  void read_brokenPicture_isUndecodable(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("Undecodable");
  }

  @Test
  void read_moreBesideThePictureThanARecordCanHave_isUndecodable() {
    for (String more : List.of("y".repeat(70_000), "狐".repeat(25_000))) {
      assertThatThrownBy(() -> read("{\"x\":\"" + more + "\",\"base64_data\":\"AAEC\"}"))
          .hasMessageContaining("Undecodable");
    }
  }
}
