package io.calotype.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.access.SignedUrl;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.routing.RequestPath;
import io.calotype.media.transformation.Preset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalotypeDialectTest {
  private static final UrlDialect DIALECT =
      new CalotypeDialect(List.of(Preset.SMALL, Preset.MEDIUM, Preset.LARGE), SizeSteps.STANDARD);

  @ParameterizedTest
  @CsvSource({
    "/images/a, '', '', WEBP",
    "/images/a.avif, '', '', AVIF",
    "/images/%61, format=auto, '',",
    "/images/a/small, '', small, WEBP",
    "/images/a/large.jpg, utm_source=x, large, JPEG",
    "/api/media/a/thumbnail, '', medium,",
    "/api/media/a/thumbnail, size=small&format=png, small, PNG",
  })
  void parse_path_selectsPresetAndFormat(String path, String query, String preset, String format) {
    RenditionRequest request = parse(path, query);

    assertThat(request.id()).hasToString("a");
    assertThat(request.preset().name()).isEqualTo(preset);
    assertThat(request.format() == null ? null : request.format().name()).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({
    "/images/a, w=401",
    "/images/a, w=400&h=301",
    "/images/a, w=400&ar=7:4",
    "/images/a, w=99999&sig=x",
  })
  void parse_sizeThatNeedsASignature_isRefusedWithout(String path, String query) {
    assertThatThrownBy(() -> parse(path, query))
        .isInstanceOfSatisfying(
            MediaException.class,
            refused -> assertThat(refused.failure()).isInstanceOf(Failure.SizeNotAllowed.class));
  }

  @Test
  void requireSize_freeSize_needsAValidSignature() {
    RenditionRequest request = parse("/images/a", "w=401&sig=x");

    request.requireSize(() -> true);
    assertThatThrownBy(() -> request.requireSize(() -> false)).isInstanceOf(MediaException.class);
    parse("/images/a", "w=400").requireSize(() -> false);
  }

  @Test
  void parse_unknownPreset_namesThePresets() {
    assertThatThrownBy(() -> parse("/images/a/huge", ""))
        .isInstanceOfSatisfying(
            MediaException.class,
            refused ->
                assertThat(refused.failure())
                    .isEqualTo(new Failure.NoSuchPreset("small, medium, large")));
  }

  @Test
  void parse_otherRoute_isAFault() {
    assertThatThrownBy(() -> parse("/api/media/a/content", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void signed_url_coversPathAndEveryOtherParameter() {
    SignedUrl signed =
        Objects.requireNonNull(
            DIALECT.signed("/images/%61", QueryParameters.parse("w=401&sig=x&exp=9&utm_a=1")));

    assertThat(signed.path()).isEqualTo("/images/%61");
    assertThat(signed.signature()).isEqualTo("x");
    assertThat(signed.parameters())
        .extracting(SignedUrl.Parameter::name)
        .containsExactly("w", "exp", "utm_a");
    assertThat(DIALECT.signed("/images/a", QueryParameters.parse("w=401"))).isNull();
  }

  private static RenditionRequest parse(String path, String query) {
    return DIALECT.parse(RequestPath.of(path), QueryParameters.parse(query));
  }
}
