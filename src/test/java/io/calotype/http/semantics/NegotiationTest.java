package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.transformation.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
  private static final List<Format> OFFERED = List.of(Format.WEBP);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "image/webp",
        "IMAGE/WebP",
        " image/webp ",
        "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
        "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "*/*, image/webp",
        "image/webp;q=0.001",
        "image/webp;q=1.000",
        "image/webp ; Q=0.5 , image/jpeg;q=0.4",
        "image/jpeg, image/webp",
        "image/webp;level=1;q=0.5",
        "image/webp;q=0.5;ext=1",
        "image/webp;a=\"x, y;q=0\"",
        "image/webp;;q=0.5",
        "nonsense, image/webp",
        ",,image/webp,",
        "image/webp, */*;q=0",
        "image/png;q=0.1, image/webp;q=0.2",
      })
  void choose_webpNamed_isWebp(String accept) {
    assertThat(Negotiation.choose(accept, true, OFFERED)).isEqualTo(Format.WEBP);
    assertThat(Negotiation.choose(accept, false, OFFERED)).isEqualTo(Format.WEBP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "*/*",
        "image/*",
        "image/jpeg",
        "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        "image/webp;q=0",
        "image/webp;q=0.000, */*",
        "image/webp;q=0, image/webp",
        "image/avif",
        "text/html",
        "application/json",
        "*/*;q=0",
        "image/*;q=0",
        "image/jpeg;q=0",
        "image/webp;q=2",
        "image/webp;q=",
        "image/webp;q=0.5555",
        "image/webp;q=-1",
        "image/webp;q=1.5",
        "image/webp;q=.5",
        "image/webp;q=x",
        "image/webp;q=\"1\"",
        "image/webp;q",
        "image/webp q=1",
        "image/webpx",
        "image/ webp",
        "image /webp",
        "imagewebp",
        "webp",
        "\"image/webp\"",
        "a=\"image/webp",
        ",",
        "image/webp;q=0.5, */*",
        "image/webp;q=0.5, image/*;q=0.6",
      })
  void choose_webpNotNamed_isTheFallback(String accept) {
    assertThat(Negotiation.choose(accept, true, OFFERED)).isEqualTo(Format.JPEG);
    assertThat(Negotiation.choose(accept, false, OFFERED)).isEqualTo(Format.PNG);
  }

  @Test
  void choose_noHeaderOrEmpty_isTheFallback() {
    assertThat(Negotiation.choose(null, true, OFFERED)).isEqualTo(Format.JPEG);
    assertThat(Negotiation.choose(null, false, OFFERED)).isEqualTo(Format.PNG);
    assertThat(Negotiation.choose("", true, OFFERED)).isEqualTo(Format.JPEG);
  }

  @Test
  void choose_jpegPreferred_dependsOnWhetherJpegCanCarryIt() {
    String accept = "image/jpeg, image/webp;q=0.9";

    assertThat(Negotiation.choose(accept, true, OFFERED)).isEqualTo(Format.JPEG);
    assertThat(Negotiation.choose(accept, false, OFFERED)).isEqualTo(Format.WEBP);
  }

  @Test
  void choose_fallbackRefusedAndAnyOtherAccepted_isTheNamedType() {
    String accept = "image/jpeg;q=0, image/webp;q=0.1, */*";

    assertThat(Negotiation.choose(accept, true, OFFERED)).isEqualTo(Format.WEBP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image/webp, image/png|PNG",
        "image/png;q=0.9, image/webp|WEBP",
        "image/png;q=0.5, image/webp;q=0.5, image/jpeg;q=0.5|PNG",
        "image/png;q=0, image/webp;q=0.1|WEBP",
        "image/jpeg;q=1, image/webp;q=0.9, image/png;q=0.8|JPEG",
      })
  void choose_severalOffered_takesWeightThenOurOrder(String accept, Format expected) {
    List<Format> bestFirst = List.of(Format.PNG, Format.WEBP);

    assertThat(Negotiation.choose(accept, true, bestFirst)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image/jpeg;q=0, image/png|true|PNG",
        "image/jpeg;q=0, */*|true|PNG",
        "image/jpeg;q=0, image/png;q=0, image/*|true|WEBP",
        "image/png;q=0, image/jpeg|false|JPEG",
        "image/jpeg, */*;q=0|false|JPEG",
        "image/jpeg;q=0|true|JPEG",
        "image/jpeg;q=0, text/html|true|JPEG",
      })
  void choose_fallbackRefused_isAnAcceptedType(String accept, boolean opaque, Format expected) {
    assertThat(Negotiation.choose(accept, opaque, OFFERED)).isEqualTo(expected);
  }

  @Test
  void choose_veryLongHeader_neverThrows() {
    for (String part : List.of("\"", "a,", ";", "image/webp;a=\"\\", "\\", "*/*;q=0.5,")) {
      assertThat(Negotiation.choose(part.repeat(20_000), true, OFFERED)).isEqualTo(Format.JPEG);
    }
  }
}
