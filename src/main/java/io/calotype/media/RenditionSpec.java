package io.calotype.media;

/// One rendition of a picture, exactly: two requests that mean the same pixels are one spec.
///
/// It is resolved against the picture's own size, so a box larger than the picture and the whole
/// picture are the same spec, and nothing is ever enlarged (ADR-0003).
///
/// @param size of the rendition in pixels
/// @param format of the rendition
/// @param quality 1 to 100; 0 where the format has none
/// @param framing how the picture comes into that size
/// @param background what shows through a transparent picture in a format without transparency;
///   white wherever nothing does
/// @param moving whether it has all frames of an animation
/// @param ownColors whether it has the colour profile of its source, and not sRGB
public record RenditionSpec(
    Dimensions size,
    Format format,
    int quality,
    Framing framing,
    Color background,
    boolean moving,
    boolean ownColors) {

  /// A scaled picture in sRGB that stands still, on white where it must be on something.
  public RenditionSpec(Dimensions size, Format format, int quality) {
    this(size, format, quality, Framing.SCALED, Color.WHITE, false, false);
  }

  /// The size to which a picture of size `picture` is scaled before it is cut or put on a canvas.
  public Dimensions scaled(Dimensions picture) {
    return switch (framing) {
      case Framing.Scaled() -> size;
      case Framing.Cropped(Gravity ignored) -> picture.covering(size);
      case Framing.Cut(int ignoredLeft, int ignoredTop) -> picture.covering(size);
      case Framing.Padded(Color ignored) -> picture.fitting(size);
    };
  }

  /// The same rendition in a format that every client can show and that keeps what is transparent.
  public RenditionSpec asPng() {
    return new RenditionSpec(size, Format.PNG, 0, framing, Color.WHITE, false, ownColors);
  }

  /// The same rendition with all frames.
  public RenditionSpec inMotion() {
    return new RenditionSpec(size, format, quality, framing, background, true, ownColors);
  }

  /// The canonical text, for example `400x225-q85`, `400x225` in a lossless format, or
  /// `128x128-q85-crop-north-moving`. The format is the file's ending.
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
