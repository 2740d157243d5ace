package io.calotype.media.transformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Facts;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Bounds;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Gravity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The meaning of options for a picture, by the canonical text of the rendition.
class TransformationTest {
  @ParameterizedTest(name = "{0} {1} {2} {3} {4}: {5}")
  @CsvSource({
    // one side alone keeps the proportions
    "3000x2000, 400x0, INSIDE, CENTER, ONE, 400x267-q85",
    "3000x2000, 0x400, INSIDE, CENTER, ONE, 600x400-q85",
    "3000x2000, 0x400, COVER, NORTH, ONE, 600x400-q85",
    "3000x2000, 400x400, INSIDE, CENTER, ONE, 400x267-q85",
    // no request enlarges a picture
    "300x200, 400x0, INSIDE, CENTER, ONE, 300x200-q85",
    "300x200, 3840x3840, INSIDE, CENTER, THREE, 300x200-q85",
    "300x200, 400x400, COVER, CENTER, ONE, 200x200-q85-crop-center",
    "300x200, 800x400, COVER, CENTER, ONE, 300x150-q85-crop-center",
    "300x200, 400x800, CONTAIN, CENTER, ONE, 300x600-q85-pad-ffffff",
    "300x200, 600x400, CONTAIN, CENTER, ONE, 300x200-q85",
    // a box of the picture's own proportions cuts nothing and pads nothing
    "3000x2000, 600x400, COVER, NORTH, ONE, 600x400-q85",
    "3000x2000, 600x400, CONTAIN, CENTER, ONE, 600x400-q85",
    "3000x2000, 400x400, COVER, CENTER, ONE, 400x400-q85-crop-center",
    "3000x2000, 400x400, COVER, ATTENTION, ONE, 400x400-q85-crop-attention",
    "3000x2000, 400x400, COVER, ENTROPY, ONE, 400x400-q85-crop-entropy",
    // a side that is not cut has no say in what is kept
    "3000x2000, 400x400, COVER, NORTH, ONE, 400x400-q85-crop-center",
    "3000x2000, 400x400, COVER, NORTHEAST, ONE, 400x400-q85-crop-east",
    "3000x2000, 400x400, COVER, EAST, ONE, 400x400-q85-crop-east",
    "2000x3000, 400x400, COVER, NORTHEAST, ONE, 400x400-q85-crop-north",
    "2000x3000, 400x400, COVER, SOUTHWEST, ONE, 400x400-q85-crop-south",
    "3000x2000, 400x400, CONTAIN, CENTER, ONE, 400x400-q85-pad-ffffff",
    "401x300, 400x300, COVER, WEST, ONE, 400x300-q85-crop-center",
    "401x300, 400x300, COVER, EAST, ONE, 400x300-q85-crop-east",
    // the density multiplies the box
    "3000x2000, 400x400, INSIDE, CENTER, TWO, 800x533-q85",
    "3000x2000, 200x0, INSIDE, CENTER, ONE_AND_A_HALF, 300x200-q85",
    "3000x2000, 200x100, COVER, CENTER, THREE, 600x300-q85-crop-center",
    // a side that would vanish has one pixel
    "940x2, 200x200, INSIDE, CENTER, ONE, 200x1-q85",
    "940x2, 64x64, COVER, CENTER, ONE, 2x2-q85-crop-center",
    "1x1, 3840x16, COVER, CENTER, THREE, 1x1-q85",
    // a canvas does not grow without bounds
    "16383x1, 16383x16383, CONTAIN, CENTER, ONE, 4898x4898-q85-pad-ffffff"
  })
  void of_boxAndPicture_isCanonical(
      String picture, String box, Fit fit, Gravity gravity, PixelDensity density, String expected) {
    Dimensions size = size(picture);
    String[] sides = box.split("x", -1);
    Box target =
        new Box(
            bounds(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])),
            fit,
            gravity,
            Enlargement.VECTORS);
    Transformation transformation = Transformation.into(target).withDensity(density);

    assertThat(
            transformation
                .of(MediaType.JPEG, picture(size, true, 1, null), Format.WEBP)
                .canonical())
        .isEqualTo(expected);
  }

  @Test
  void of_vector_isDrawnInTheRequestedSize() {
    Picture drawing = picture(new Dimensions(100, 50), false, 1, null);
    Transformation whole = Transformation.WHOLE.withDensity(PixelDensity.TWO);
    Transformation free = Transformation.into(drawn(1600));
    Transformation preset = Transformation.into(Box.square(1600));
    Transformation dense = preset.withDensity(PixelDensity.TWO);

    assertThat(spec(free, MediaType.SVG, drawing)).isEqualTo("1600x800-q85");
    assertThat(spec(dense, MediaType.SVG, drawing)).isEqualTo("200x100-q85");
    assertThat(spec(preset, MediaType.SVG, drawing)).isEqualTo("100x50-q85");
    assertThat(spec(Transformation.WHOLE, MediaType.SVG, drawing)).isEqualTo("100x50-q85");
    assertThat(spec(whole, MediaType.SVG, drawing)).isEqualTo("200x100-q85");
    Transformation huge = Transformation.into(drawn(16_383));
    assertThat(spec(huge, MediaType.SVG, drawing)).isEqualTo("6927x3464-q85");
  }

  @Test
  void of_wholePicture_fitsTheFormat() {
    Picture long_ = picture(new Dimensions(20_000, 100), true, 1, null);

    assertThat(Transformation.WHOLE.of(MediaType.PNG, long_, Format.WEBP).canonical())
        .isEqualTo("16383x82-q85");
    assertThat(Transformation.WHOLE.of(MediaType.PNG, long_, Format.JPEG).canonical())
        .isEqualTo("20000x100-q85");
  }

  @Test
  void of_background_countsWhereItShows() {
    Transformation red = Transformation.WHOLE.withBackground(new Color(0xff0000));
    Picture opaque = picture(new Dimensions(30, 20), true, 1, null);
    Picture clear = picture(new Dimensions(30, 20), false, 1, null);

    assertThat(red.of(MediaType.PNG, clear, Format.JPEG).canonical())
        .isEqualTo("30x20-q85-on-ff0000");
    assertThat(red.of(MediaType.PNG, opaque, Format.JPEG).canonical()).isEqualTo("30x20-q85");
    assertThat(red.of(MediaType.PNG, clear, Format.WEBP).canonical()).isEqualTo("30x20-q85");
  }

  @Test
  void of_quality_countsWhereTheFormatHasOne() {
    Picture picture = picture(new Dimensions(30, 20), true, 1, null);
    Transformation low = Transformation.WHOLE.withQuality(new Quality(10));

    assertThat(low.of(MediaType.PNG, picture, Format.AVIF).canonical()).isEqualTo("30x20-q10");
    assertThat(low.of(MediaType.PNG, picture, Format.PNG).canonical()).isEqualTo("30x20");
    assertThat(Transformation.WHOLE.of(MediaType.PNG, picture, Format.AVIF).canonical())
        .isEqualTo("30x20-q60");
  }

  @Test
  void of_frames_moveInWebpAlone() {
    Picture moving = picture(new Dimensions(30, 20), true, 3, null);
    Transformation still = Transformation.into(Box.square(20)).withFrames(Frames.FIRST);

    assertThat(spec(Transformation.WHOLE, MediaType.GIF, moving)).isEqualTo("30x20-q85-moving");
    assertThat(spec(still, MediaType.GIF, moving)).isEqualTo("20x13-q85");
    assertThat(spec(Transformation.WHOLE, MediaType.TIFF, moving)).isEqualTo("30x20-q85");
    assertThat(Transformation.WHOLE.of(MediaType.GIF, moving, Format.AVIF).canonical())
        .isEqualTo("30x20-q60");
    assertThat(
            spec(
                Transformation.WHOLE,
                MediaType.GIF,
                picture(new Dimensions(9000, 9000), true, 2, null)))
        .isEqualTo("9000x9000-q85");
  }

  @Test
  void of_sourceProfile_countsIfThereIsOne() {
    Transformation own = Transformation.WHOLE.withProfile(ColorProfile.SOURCE);
    Dimensions size = new Dimensions(30, 20);

    assertThat(spec(own, MediaType.JPEG, picture(size, true, 1, "Display P3")))
        .isEqualTo("30x20-q85-own");
    assertThat(spec(own, MediaType.JPEG, picture(size, true, 1, null))).isEqualTo("30x20-q85");
  }

  /// A square that drawings fill.
  private static Box drawn(int side) {
    return new Box(Bounds.of(side, side), Fit.INSIDE, Gravity.CENTER, Enlargement.VECTORS);
  }

  private static Bounds bounds(int width, int height) {
    if (height == 0) {
      return new Bounds.Width(width);
    }
    return width == 0 ? new Bounds.Height(height) : Bounds.of(width, height);
  }

  private static String spec(Transformation transformation, MediaType type, Picture picture) {
    return transformation.of(type, picture, Format.WEBP).canonical();
  }

  private static Picture picture(
      Dimensions size, boolean opaque, int frames, @Nullable String profile) {
    return new Picture(size, opaque, new Facts(frames, !opaque, 1, profile, null), null);
  }

  private static Dimensions size(String text) {
    String[] sides = text.split("x", -1);
    return new Dimensions(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }
}
