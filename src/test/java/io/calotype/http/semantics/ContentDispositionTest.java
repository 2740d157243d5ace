package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.FileName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// File names in `Content-Disposition`.
class ContentDispositionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "photo.jpg | attachment; filename=\"photo.jpg\"",
        "my photo (1).jpg | attachment; filename=\"my photo (1).jpg\"",
        "é.jpg | attachment; filename=\"_.jpg\"; filename*=UTF-8''%C3%A9.jpg",
        "a\"b.jpg | attachment; filename=\"a_b.jpg\"; filename*=UTF-8''a%22b.jpg",
        "100%41.jpg | attachment; filename=\"100_41.jpg\"; filename*=UTF-8''100%2541.jpg"
      })
  void attachment_name_isAsciiAndExtended(String name, String expected) {
    assertThat(ContentDisposition.attachment(new FileName(name))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "attachment; filename=\"photo.jpg\" | photo.jpg",
        "inline;FILENAME=photo.jpg | photo.jpg",
        "attachment; filename=\"a\\\"b;c.jpg\" | a\"b;c.jpg",
        "attachment; filename=\"old.jpg\"; filename*=UTF-8''n%C3%A9w.jpg | néw.jpg",
        "attachment; filename*=iso-8859-1'en'%E9.jpg; filename=x.jpg | é.jpg",
        "attachment; filename*=UTF-8''%zz.jpg; filename=x.jpg | x.jpg",
        "attachment; filename*=UTF-8''..%2f..%2fx.jpg | x.jpg"
      })
  void fileName_header_isDecoded(String header, String expected) {
    assertThat(Objects.requireNonNull(ContentDisposition.fileName(header)).text())
        .isEqualTo(expected);
  }

  @Test
  void fileName_rawUtf8_isDecoded() {
    String header = "attachment; filename=\"é.jpg\"";
    String transferred =
        new String(header.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(ContentDisposition.fileName(transferred)).isEqualTo(new FileName("é.jpg"));
    assertThat(ContentDisposition.fileName(header)).isEqualTo(new FileName("é.jpg"));
  }

  /// A header has up to 16 KiB; a parser that recurses or starts again at each character shows
  /// here.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "attachment; filename=\"%s.jpg\"",
        "attachment; filename=%s.jpg",
        "attachment; filename*=UTF-8''%s.jpg",
        "attachment; filename=\"%s.jpg"
      })
  void fileName_veryLong_isCutInFrontOfItsEnding(String form) {
    for (String letter : List.of("a", "%41", "\\\"", ";filename=\"")) {
      FileName name =
          ContentDisposition.fileName(form.formatted(letter.repeat(1_000_000 / letter.length())));

      if (letter.equals("a")) {
        assertThat(name).isEqualTo(new FileName("a".repeat(251) + ".jpg"));
      }
    }
  }

  @Test
  void fileName_insideOtherParameters_isNone() {
    assertThat(ContentDisposition.fileName("attachment; x=\"; filename=y.jpg\"")).isNull();
  }

  @Test
  void fileName_none_isNull() {
    assertThat(ContentDisposition.fileName(null)).isNull();
    assertThat(ContentDisposition.fileName("attachment")).isNull();
    assertThat(ContentDisposition.fileName("attachment; filename=\"\"")).isNull();
  }
}
