package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import io.calotype.imaging.Output;
import io.calotype.imaging.SourceHeader;
import io.calotype.media.MediaType;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Preset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The renditions that an upload makes.
class PregenerationTest {
  private static final UploadPolicy SMALL =
      new UploadPolicy(10_000_000, List.of(Preset.SMALL), Visibility.PUBLIC);

  @Test
  void outputs_ofAPreset_areItsWebpAndItsJpegOrPng() {
    assertThat(outputs(SMALL, 4000, 2000))
        .containsExactly("200x100-q85 WEBP false", "200x100-q85 JPEG true");
  }

  @Test
  void outputs_ofFourMegapixelsOrLess_haveTheWholePictureFirst() {
    assertThat(outputs(SMALL, 2000, 2000)).hasSize(3).first().isEqualTo("2000x2000-q85 WEBP false");
    assertThat(outputs(SMALL, 2001, 2000)).hasSize(2);
  }

  @Test
  void outputs_withoutPresets_areNone() {
    assertThat(outputs(new UploadPolicy(10_000_000, List.of(), Visibility.PUBLIC), 100, 100))
        .isEmpty();
  }

  @Test
  void outputs_ofTooManyPixels_areRefused() {
    assertThatThrownBy(() -> outputs(SMALL, 5000, 2001)).isInstanceOf(MediaException.class);
  }

  private static List<String> outputs(UploadPolicy policy, int width, int height) {
    SourceHeader header = SourceHeader.of(new Dimensions(width, height), false);
    return new Pregeneration(policy, MediaType.JPEG)
        .outputs(header).stream().map(PregenerationTest::text).toList();
  }

  private static String text(Output output) {
    return output.spec().canonical()
        + " "
        + output.spec().format()
        + " "
        + output.pngWhereTransparent();
  }
}
