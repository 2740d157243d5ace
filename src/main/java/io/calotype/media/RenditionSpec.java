package io.calotype.media;

/// The exact specification of one rendition. Two requests for the same pixels have the same spec.
///
/// It is resolved against the picture's own size: a box larger than the picture gives the same spec
/// as the whole picture. Pictures are never enlarged, except drawings (ADR-0003).
///
/// @param size of the rendition in pixels
/// @param format of the rendition
/// @param quality 1 to 100; 0 for a format without quality
/// @param framing how the picture is fitted to that size
/// @param background the colour behind a transparent picture in a format without transparency;
///   white if no pixel needs it
/// @param moving whether it has all frames of an animation
/// @param ownColors whether it keeps the colour profile of its source instead of sRGB
public record RenditionSpec(
    Dimensions size,
    Format format,
    int quality,
    Framing framing,
    Color background,
    boolean moving,
    boolean ownColors) {

  /// Creates a scaled still in sRGB, on white if the format needs a background.
  public RenditionSpec(Dimensions size, Format format, int quality) {
    this(size, format, quality, Framing.SCALED, Color.WHITE, false, false);
  }

  /// Returns the size to which a picture of size `picture` is scaled before it is cropped or
  /// padded.
  public Dimensions scaled(Dimensions picture) {
    return switch (framing) {
      case Framing.Scaled() -> size;
      case Framing.Cropped(Gravity ignored) -> picture.covering(size);
      case Framing.Cut(int ignoredLeft, int ignoredTop) -> picture.covering(size);
      case Framing.Padded(Color ignored) -> picture.fitting(size);
    };
  }

  /// Returns the same rendition as PNG, which every client displays and which keeps transparency.
  public RenditionSpec asPng() {
    return new RenditionSpec(size, Format.PNG, 0, framing, Color.WHITE, false, ownColors);
  }

  /// Returns the same rendition with all frames.
  public RenditionSpec inMotion() {
    return new RenditionSpec(size, format, quality, framing, background, true, ownColors);
  }

  /// The canonical text, for example `400x225-q85`, `400x225` in a lossless format, or
  /// `128x128-q85-crop-north-moving`. The file's ending states the format.
  public String canonical() {
    StringBuilder text = new StringBuilder(size.toString());
    if (quality != 0) {
      text.append("-q").append(quality);
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
    return text.append(moving ? "-moving" : "").append(ownColors ? "-own" : "").toString();
  }
}
