package io.calotype.media.transformation;

import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;

/// The exact specification of one rendition. Two requests for the same pixels have the same spec.
///
/// It is resolved against the picture's own size: a box larger than the picture gives the same spec
/// as the whole picture. Pictures are never enlarged, except drawings (ADR-0003).
///
/// @param size of the rendition in pixels
/// @param encoding its format and quality
/// @param framing how the picture is fitted to that size
/// @param background the colour behind a transparent picture in a format without transparency;
///   white if no pixel needs it
/// @param frames the frames of an animation that it shows
/// @param profile its colour profile
public record RenditionSpec(
    Dimensions size,
    Encoding encoding,
    Framing framing,
    Color background,
    Frames frames,
    ColorProfile profile) {

  /// Returns a scaled still in sRGB, at the default quality of `format`, on white if the format
  /// needs a background.
  public static RenditionSpec still(Dimensions size, Format format) {
    return new RenditionSpec(
        size, Encoding.of(format), Framing.SCALED, Color.WHITE, Frames.FIRST, ColorProfile.SRGB);
  }

  /// The format of the rendition.
  public Format format() {
    return encoding.format();
  }

  /// Returns whether it shows all frames of an animation.
  public boolean animated() {
    return frames == Frames.ALL;
  }

  /// Returns the size to which a picture of size `picture` is scaled before it is cropped or
  /// padded.
  public Dimensions scaled(Dimensions picture) {
    return switch (framing) {
      case Framing.Scaled() -> size;
      case Framing.Cropped(Gravity _) -> picture.covering(size);
      case Framing.Cut(int _, int _) -> picture.covering(size);
      case Framing.Padded(Color _) -> picture.fitting(size);
    };
  }

  /// Returns the same rendition as PNG, which every client displays and which keeps transparency.
  public RenditionSpec asPng() {
    return new RenditionSpec(size, new Encoding.Png(), framing, Color.WHITE, Frames.FIRST, profile);
  }

  /// Returns the same rendition with all frames.
  RenditionSpec withAllFrames() {
    return new RenditionSpec(size, encoding, framing, background, Frames.ALL, profile);
  }

  /// The canonical text, for example `400x225-q85`, `400x225` in a lossless format, or
  /// `128x128-q85-crop-north-moving`. The file's ending states the format.
  public String canonical() {
    StringBuilder text = new StringBuilder(size.toString());
    if (encoding instanceof Encoding.Lossy lossy) {
      text.append("-q").append(lossy.quality());
    }
    switch (framing) {
      case Framing.Scaled() -> {}
      case Framing.Cropped(Gravity gravity) -> text.append("-crop-").append(gravity.text());
      case Framing.Cut(int left, int top) ->
          text.append("-cut-").append(left).append('-').append(top);
      case Framing.Padded(Color color) -> text.append("-pad-").append(color);
    }
    if (!background.equals(Color.WHITE)) {
      text.append("-on-").append(background);
    }
    text.append(animated() ? "-moving" : "");
    return text.append(profile == ColorProfile.SOURCE ? "-own" : "").toString();
  }
}
