package io.calotype.media.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Facts;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.transformation.Box;
import io.calotype.media.transformation.Enlargement;
import io.calotype.media.transformation.Fit;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A point that `cover` keeps in view.
class FocusTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0 | 0,0",
        "1,1 | 1,1",
        "0.5,.25 | 0.50,0.25",
        "1.0,0.07 | 1,0.07",
        "0.3,1.00 | 0.30,1"
      })
  void parse_point_isInHundredths(String text, String canonical) {
    assertThat(Focus.parse(text).orElseThrow().text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0.5", "0.5,", "1.01,0", "2,0", "-0.1,0", "0.123,0", "0.5,0.5,0.5", "NaN,0"})
  void parse_noPoint_isEmpty(String text) {
    assertThat(Focus.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // scaled picture | box | focus | canonical text
        "600x400 | 400x400 | 0.3,0.5 | 400x400-q85-crop-west",
        "600x400 | 400x400 | 0.5,0 | 400x400-q85-crop-center",
        "600x400 | 400x400 | 1,1 | 400x400-q85-crop-east",
        "600x400 | 400x400 | 0.4,0 | 400x400-q85-cut-40-0",
        "600x400 | 400x400 | 0.4,1 | 400x400-q85-cut-40-0",
        "400x600 | 400x400 | 0,0.6 | 400x400-q85-cut-0-160",
        "400x400 | 400x400 | 0.2,0.2 | 400x400-q85"
      })
  void cropping_point_isTheSameSpecWhereTheSamePixelsAreKept(
      String picture, String box, String focus, String expected) {
    Dimensions size = size(picture);
    Box target =
        new Box(
            new Bounds.Both(size(box)),
            Fit.COVER,
            Focus.parse(focus).orElseThrow(),
            Enlargement.NONE);
    Transformation transformation = Transformation.into(target);
    Picture source = new Picture(size, true, new Facts(1, false, 1, null, null), null);

    assertThat(transformation.of(MediaType.JPEG, source, Format.WEBP).canonical())
        .isEqualTo(expected);
  }

  @Test
  void cropping_anyPoint_staysInside() {
    Dimensions scaled = new Dimensions(401, 300);
    Dimensions size = new Dimensions(200, 300);
    for (int x = 0; x <= 100; x++) {
      if (new Focus(x, 50).cropping(scaled, size) instanceof Framing.Cut(int left, int top)) {
        assertThat(left).isBetween(0, 201);
        assertThat(top).isZero();
      }
    }
  }

  private static Dimensions size(String text) {
    String[] sides = text.split("x", -1);
    return new Dimensions(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }
}
