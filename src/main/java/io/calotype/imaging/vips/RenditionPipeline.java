package io.calotype.imaging.vips;

import io.calotype.imaging.Output;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.io.IOException;
import java.util.List;

/// The steps from a base image to the bytes of one rendition.
///
/// @param base the image that it is cut from
/// @param source the size of the whole picture, upright
/// @param orientation the EXIF orientation of the source, 1 to 8
record RenditionPipeline(BaseImage base, Dimensions source, int orientation) {

  /// Makes `outputs`, which differ in their encoding only, and passes each to `receiver`. Their
  /// pixels are computed once, unless they are too many to be held in memory.
  void encode(List<Output> outputs, OutputReceiver receiver) throws IOException {
    Raster framed = framed(outputs.getFirst().spec());
    boolean kept = outputs.size() > 1 && PictureEncoder.small(framed);
    Raster pixels = kept ? framed.inMemory() : framed;
    for (Output output : outputs) {
      RenditionSpec spec = decided(output);
      Raster flat = flat(pixels, spec);
      boolean master = output.variant() == Output.Variant.MASTER;
      receiver.accept(
          spec, master ? PictureEncoder.master(flat, spec) : PictureEncoder.of(flat, spec));
    }
  }

  private RenditionSpec decided(Output output) {
    return output.pngWhereTransparent() && !base.opaque() ? output.spec().asPng() : output.spec();
  }

  /// The pixels of the rendition, before encoding.
  Raster picture(RenditionSpec spec) {
    return flat(framed(spec), spec);
  }

  private Raster framed(RenditionSpec spec) {
    Raster upright = upright(scaled(spec));
    return switch (spec.framing()) {
      case Framing.Scaled() -> upright;
      case Framing.Cropped(Gravity gravity) -> cropped(upright, spec.size(), gravity);
      case Framing.Cut(int left, int top) ->
          upright.part(left, top, spec.size().width(), spec.size().height());
      case Framing.Padded(Color background) -> padded(upright, spec.size(), background);
    };
  }

  /// The picture without alpha if the format has none.
  private static Raster flat(Raster framed, RenditionSpec spec) {
    boolean flat = spec.format() == Format.JPEG && framed.alpha();
    return flat ? Alpha.on(spec.background(), framed) : framed;
  }

  /// The size to which the picture is scaled. It differs by one pixel from that of the spec if an
  /// odd number of pixels would be cut off around the middle (ADR-0019). A picture that needs no
  /// scaling is not scaled for that.
  private Dimensions scaled(RenditionSpec spec) {
    Dimensions size = spec.scaled(source);
    if (!(spec.framing() instanceof Framing.Cropped(Gravity gravity))
        || gravity.byContent()
        || size.equals(source)) {
      return size;
    }
    double exactWidth = (double) source.width() * size.height() / source.height();
    double exactHeight = (double) source.height() * size.width() / source.width();
    boolean across = gravity.left(2) == 1;
    boolean down = gravity.top(2) == 1;
    return new Dimensions(
        across ? even(size.width(), spec.size().width(), exactWidth) : size.width(),
        down ? even(size.height(), spec.size().height(), exactHeight) : size.height());
  }

  /// The length next to the exact one that exceeds `target` by an even number.
  private static int even(int length, int target, double exact) {
    if ((length - target) % 2 == 0) {
      return length;
    }
    return exact > length ? length + 1 : length - 1;
  }

  /// The whole picture, resized and then rotated. Rotation needs the picture in memory.
  Raster upright(Dimensions size) {
    Raster sized = sized(OpenSource.turned(size, orientation));
    return orientation == 1 ? sized : sized.inMemory().then("autorot").image();
  }

  private Raster sized(Dimensions stored) {
    if (fits(base.straight(), stored)) {
      return base.straight();
    }
    Raster scaled = scaled(base.scalable(), stored);
    return base.opaque() ? scaled : Alpha.unpremultiplied(scaled);
  }

  private static boolean fits(Raster picture, Dimensions size) {
    return picture.width() == size.width() && picture.height() == size.height();
  }

  private static Raster scaled(Raster picture, Dimensions size) {
    return picture
        .then("resize")
        .with("scale", (double) size.width() / picture.width())
        .with("vscale", (double) size.height() / picture.height())
        .image();
  }

  private static Raster cropped(Raster picture, Dimensions size, Gravity gravity) {
    if (gravity.byContent()) {
      return picture
          .scope()
          .operation("smartcrop")
          .with("input", picture.inMemory())
          .with("width", size.width())
          .with("height", size.height())
          .with("interesting", gravity.text())
          .image();
    }
    int left = gravity.left(picture.width() - size.width());
    int top = gravity.top(picture.height() - size.height());
    return picture.part(left, top, size.width(), size.height());
  }

  private static Raster padded(Raster picture, Dimensions size, Color background) {
    Raster flat = picture.alpha() ? Alpha.on(background, picture) : picture;
    boolean grey =
        background.red() == background.green() && background.green() == background.blue();
    Raster colored = grey ? flat : ColorConversion.colored(flat);
    return colored
        .then("embed")
        .with("x", (size.width() - picture.width()) / 2)
        .with("y", (size.height() - picture.height()) / 2)
        .with("width", size.width())
        .with("height", size.height())
        .with("extend", "background")
        .with("background", ColorConversion.array(background, colored))
        .image();
  }
}
