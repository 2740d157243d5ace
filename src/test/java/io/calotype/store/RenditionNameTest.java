package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cache.CacheKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenditionNameTest {
  @ParameterizedTest
  @CsvSource({
    "400x225-q85-1f3a9bc2, webp, 400x225-q85",
    "128x128-q60-crop-north-1f3a9bc2, avif, 128x128-q60-crop-north",
    "400x225-1f3a9bc2, png, 400x225",
  })
  void spec_ofAName_isTheOneOfTheRendition(String name, String extension, String canonical) {
    assertThat(Rendition.spec(new CacheKey("a", name, extension)))
        .hasValueSatisfying(spec -> {
          assertThat(spec.canonical()).isEqualTo(canonical);
          assertThat(spec.format().extension()).isEqualTo(extension);
        });
  }

  @ParameterizedTest
  @CsvSource({"400x225-q85-1f3a9bc2, gif", "x-1f3a9bc2, webp", "a, webp"})
  void spec_ofAnotherName_isEmpty(String name, String extension) {
    assertThat(Rendition.spec(new CacheKey("a", name, extension))).isEmpty();
  }
}
