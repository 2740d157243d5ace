package io.calotype.imaging.svg;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPicturesTest {
  private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n");
  private static final byte[] WEBP = bytes("RIFF1234WEBPVP8 and more of it");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/webp;base64,",
        "data:image/png;base64,",
        "DATA:image/WEBP;BASE64,",
        " data:;base64,",
        "data:application/octet-stream;x=y; base64 ,"
      })
  void drawable_webp_isReplacedForAnyTypeInItsUri(String start) {
    for (String quote : List.of("\"", "'")) {
      String text = "<svg><image href=" + quote + start + base64(WEBP) + quote + "/><g/></svg>";

      assertThat(drawable(text))
          .isEqualTo(
              "<svg><image href="
                  + quote
                  + "data:image/png;base64,"
                  + base64(PNG)
                  + quote
                  + "/><g/></svg>");
    }
  }

  @Test
  void drawable_linesReferencesAndPercents_areDecoded() {
    String split = base64(WEBP).replaceAll("(.{8})", "$1\n &#10;&#xD;").replace("=", "%3D");
    List<byte[]> sent = new ArrayList<>();

    EmbeddedPictures.drawable(
        "<a b='data:image/webp;base64," + split + "'/>",
        (type, file) -> {
          sent.add(file);
          return Optional.empty();
        });

    assertThat(sent).containsExactly(WEBP);
  }

  @ParameterizedTest
  @CsvSource({
    "GIF89a, GIF",
    "'BM......', BMP",
    "'....ftypavif....', AVIF",
    "'....ftypmif1....miafavif', AVIF",
    "'RIFF....WEBP', WEBP"
  })
  void drawable_otherTypes_areGivenToTheEncoder(String file, MediaType expected) {
    List<MediaType> requested = new ArrayList<>();

    EmbeddedPictures.drawable(
        "<a b='data:image/x;base64," + base64(bytes(file)) + "'/>",
        (type, bytes) -> {
          requested.add(type);
          return Optional.of(PNG);
        });

    assertThat(requested).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webp", "jpeg", "jpg"})
  void drawable_pngUnderAnotherType_hasItsOwn(String stated) {
    String text = "<a b=\"data:image/png;base64," + base64(PNG) + "\"/>";

    assertThat(drawable(text.replace("image/png", "image/" + stated))).isEqualTo(text);
  }

  @Test
  void drawable_percentEncodedWebp_isReplaced() {
    String text = "<a b='data:image/webp," + percent(WEBP) + "'/>";

    assertThat(drawable(text)).isEqualTo("<a b='data:image/png;base64," + base64(PNG) + "'/>");
  }

  /// A drawing inside the drawing, as base64, percent-encoded and with references.
  @Test
  void drawable_webpInADrawingInside_isReplaced() {
    String webp = "<svg><a b='data:image/webp;base64," + base64(WEBP) + "'/></svg>";
    String png = "<svg><a b='data:image/png;base64," + base64(PNG) + "'/></svg>";
    String expected = "<a b=\"data:image/svg+xml;base64," + base64(bytes(png)) + "\"/>";
    String escaped = webp.replace("<", "&lt;").replace(">", "&gt;");

    assertThat(
            List.of(
                drawable("<a b=\"data:image/svg+xml;base64," + base64(bytes(webp)) + "\"/>"),
                drawable("<a b=\"data:image/svg+xml," + percent(bytes(webp)) + "\"/>"),
                drawable("<a b=\"data:image/svg+xml;utf8," + escaped + "\"/>")))
        .containsOnly(expected);
  }

  @Test
  void drawable_drawingsInsideEachOther_endAtADepth() {
    String text = "<svg><a b='data:image/webp;base64," + base64(WEBP) + "'/></svg>";
    for (int depth = 0; depth < 3; depth++) {
      text = "<svg><a b='data:image/svg+xml;base64," + base64(bytes(text)) + "'/></svg>";
    }

    assertThat(drawable(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg/>",
        "<a b='data:image/png;base64,iVBORw0KGgo='/>",
        "<a b='data:image/jpeg;base64,/9j/4AAQ'/>",
        "<a b='data:image/webp,RIFF'/>",
        "<a b='data:image/png,%89PNG%0D%0A%1A%0A'/>",
        "<a b='data:image/svg+xml,%3Csvg/%3E'/>",
        "<a b='data:image/webp;base64,'/>",
        "<a b='data:image/webp;base64,=A=!'/>",
        "<a b='data:image/webp;base64,UklGRjEyMzRXRUJQ",
        "data:image/webp;base64,UklGRjEyMzRXRUJQ",
        "<a b='data:text/plain;base64,aGVsbG8='/>"
      })
  void drawable_anythingElse_isTheSameText(String text) {
    assertThat(drawable(text)).isSameAs(text);
  }

  @Test
  void drawable_manyPictures_hasALimit() {
    String one = "<a b='data:;base64," + base64(WEBP) + "'/>";

    String changed = drawable(one.repeat(300));

    assertThat(changed.split(base64(WEBP), -1)).hasSize(300 - 256 + 1);
  }

  private static String drawable(String text) {
    return EmbeddedPictures.drawable(text, (type, file) -> Optional.of(PNG));
  }

  private static String base64(byte[] file) {
    return Base64.getEncoder().encodeToString(file);
  }

  private static String percent(byte[] file) {
    StringBuilder text = new StringBuilder();
    for (byte b : file) {
      text.append("%%%02X".formatted(b & 0xff));
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
