package io.calotype.media.transformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalSpecTest {
  @Test
  void parse_canonicalText_isTheSpec() {
    Color red = new Color(0xff0000);
    List<Framing> framings =
        List.of(
            Framing.SCALED,
            new Framing.Cropped(Gravity.NORTHEAST),
            new Framing.Cropped(Gravity.ATTENTION),
            new Framing.Cut(3, 17),
            new Framing.Padded(red));
    for (Framing framing : framings) {
      for (Format format : Format.values()) {
        for (ColorProfile profile : ColorProfile.values()) {
          for (Frames frames : Frames.values()) {
            RenditionSpec spec =
                new RenditionSpec(
                    new Dimensions(400, 225),
                    Encoding.of(format, new Quality(71)),
                    framing,
                    format == Format.JPEG ? red : Color.WHITE,
                    frames,
                    profile);

            assertThat(CanonicalSpec.parse(spec.canonical(), format)).contains(spec);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "400x",
        "0x10-q60",
        "400x225-q0",
        "400x225-q101",
        "0400x225-q60",
        "400x225",
        "400x225-q60-crop-nowhere",
        "400x225-q60-pad-FF0000",
        "400x225-q60-on-ffffff",
        "400x225-q60-own-moving",
        "400x225-q60 "
      })
  void parse_otherText_isNone(String text) {
    assertThat(CanonicalSpec.parse(text, Format.AVIF)).isEmpty();
  }
}
