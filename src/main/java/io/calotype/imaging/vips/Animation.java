package io.calotype.imaging.vips;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.png.Apng;
import io.calotype.imaging.color.ColorEncoding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All frames of an animation, each as large as the canvas, with their durations.
///
/// @param frames the frames in display order
/// @param source the image that states the durations and the number of plays
record Animation(List<Raster> frames, Raster source) {

  /// The frames of a picture that libvips has loaded one below the other.
  static Animation of(Raster roll) {
    int height = roll.frameHeight();
    List<Raster> frames = new ArrayList<>();
    for (int top = 0; top + height <= roll.height(); top += height) {
      frames.add(roll.part(0, top, roll.width(), height));
    }
    return new Animation(frames, roll);
  }

  /// The frames of an animated PNG, composed as its specification requires (PNG third edition,
  /// section 11.3.6.2), in sRGB. The animation ends before the first frame that cannot be decoded.
  ///
  /// Errors: [VipsException] if the first frame cannot be decoded.
  ///
  /// @param encoding the colour encoding, if it is stated outside a profile
  static Animation of(NativeScope scope, Apng png, Optional<ColorEncoding> encoding) {
    List<Raster> shown = new ArrayList<>();
    Raster canvas = empty(scope, png.width(), png.height());
    for (int i = 0; i < png.frames().size(); i++) {
      Apng.Frame frame = png.frames().get(i);
      Optional<Raster> picture = decoded(scope, png, i);
      if (picture.isEmpty()) {
        break;
      }
      Raster drawn = drawn(canvas, rgba(picture.get(), encoding), frame).inMemory();
      shown.add(drawn);
      canvas =
          switch (frame.disposal()) {
            case NONE -> drawn;
            case PREVIOUS -> canvas;
            case BACKGROUND -> cleared(scope, drawn, frame);
          };
    }
    return new Animation(shown, timed(shown.getFirst(), png, shown.size()));
  }

  /// The decoded frame at `index`; empty if it is damaged and not the first.
  private static Optional<Raster> decoded(NativeScope scope, Apng png, int index) {
    try {
      return Optional.of(Bitmaps.png(scope, ByteBuffer.wrap(png.png(index))).inMemory());
    } catch (BitmapException | VipsException damaged) {
      if (index == 0) {
        throw damaged;
      }
      return Optional.empty();
    }
  }

  /// All frames after `step`, one below the other and ready to be encoded.
  Raster each(UnaryOperator<Raster> step) {
    List<Raster> changed = alike(frames.stream().map(step).toList());
    Raster first = changed.getFirst();
    Raster joined =
        source.scope().operation("arrayjoin").with("in", changed).with("across", 1).image();
    return joined.timedAs(source).inFrames(first.height());
  }

  /// Makes the bands of all frames equal. Steps remove the alpha of an opaque frame, but it needs
  /// one again beside frames that have alpha.
  private static List<Raster> alike(List<Raster> frames) {
    boolean clear = frames.stream().anyMatch(Raster::alpha);
    boolean colored = frames.stream().map(Raster::bands).distinct().count() > 1;
    return frames.stream()
        .map(frame -> colored ? ColorConversion.colored(frame) : frame)
        .map(frame -> clear && !frame.alpha() ? frame.then("addalpha").image() : frame)
        .toList();
  }

  private static Raster timed(Raster first, Apng png, int count) {
    int[] delays = png.frames().stream().limit(count).mapToInt(Apng.Frame::delayMillis).toArray();
    return first.timed(delays, png.plays());
  }

  private static Raster empty(NativeScope scope, int width, int height) {
    Raster black =
        scope
            .operation("black")
            .with("width", width)
            .with("height", height)
            .with("bands", 4)
            .image();
    return black.then("copy").with("interpretation", "srgb").image();
  }

  private static Raster rgba(Raster picture, Optional<ColorEncoding> encoding) {
    Raster colored =
        encoding
            .map(stated -> ColorConversion.srgb(picture, stated))
            .orElseGet(() -> ColorConversion.srgb(ColorConversion.eightBit(picture)));
    Raster three = ColorConversion.colored(colored);
    return three.alpha() ? three : three.then("addalpha").image();
  }

  private static Raster drawn(Raster canvas, Raster picture, Apng.Frame frame) {
    return frame.over()
        ? canvas
            .scope()
            .operation("composite2")
            .with("base", canvas)
            .with("overlay", picture)
            .with("mode", "over")
            .with("x", frame.x())
            .with("y", frame.y())
            .image()
            .then("cast")
            .with("format", "uchar")
            .image()
        : inserted(canvas, picture, frame);
  }

  private static Raster cleared(NativeScope scope, Raster canvas, Apng.Frame frame) {
    return inserted(canvas, empty(scope, frame.width(), frame.height()), frame).inMemory();
  }

  private static Raster inserted(Raster canvas, Raster picture, Apng.Frame frame) {
    return canvas
        .scope()
        .operation("insert")
        .with("main", canvas)
        .with("sub", picture)
        .with("x", frame.x())
        .with("y", frame.y())
        .image();
  }
}
