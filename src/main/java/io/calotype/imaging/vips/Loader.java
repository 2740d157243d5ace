package io.calotype.imaging.vips;

import io.calotype.imaging.ShrinkFactor;
import io.calotype.media.MediaType;
import java.lang.foreign.MemorySegment;

/// The libvips loader of one type of source.
///
/// @param nickname the operation that loads it
/// @param loaders the class of loaders that are allowed while it works
record Loader(String nickname, String loaders) {
  private static final String PNG = "VipsForeignLoadPng";

  /// CSS pixels to the inch, by which the units in a drawing are counted.
  private static final int DPI = 96;

  /// What libvips counts by: it draws everything larger by as much as the dpi are more.
  private static final double POINTS = 72;

  /// The loader of `type`. What libvips cannot read has that of what we make of it.
  static Loader of(MediaType type) {
    return switch (type) {
      case JPEG -> new Loader("jpegload", "VipsForeignLoadJpeg");
      case PNG, BMP, ICO, PSD -> new Loader("pngload", PNG);
      case WEBP -> new Loader("webpload", "VipsForeignLoadWebp");
      case GIF -> new Loader("gifload", "VipsForeignLoadNsgif");
      case AVIF, HEIC -> new Loader("heifload", "VipsForeignLoadHeif");
      case TIFF -> new Loader("tiffload", "VipsForeignLoadTiff");
      case SVG -> new Loader("svgload", "VipsForeignLoadSvg");
      case JXL -> new Loader("jxlload", "VipsForeignLoadJxl");
      case JP2 -> new Loader("jp2kload", "VipsForeignLoadJp2k");
      case MP4, QUICKTIME, THREE_GP, WEBM, MATROSKA, AVI ->
          throw new IllegalArgumentException("no picture: " + type);
    };
  }

  /// The first page or frame of the file at `path`, pixels to be read once from top to bottom.
  ///
  /// @param scale how large a drawing is wanted; 1 for any other
  Raster load(NativeScope scope, String path, ShrinkFactor onLoad, double scale) {
    Operation load = reduced(open(scope, path), onLoad.factor());
    return (nickname.equals("svgload") ? drawn(load, scale) : load).image();
  }

  /// A JPEG that is in memory. A warning of its decoder is a failure: the file was cut, and all
  /// that tells a whole picture from a cut one is that the decoder finds every pixel.
  Raster loadStrictly(NativeScope scope, MemorySegment jpeg, ShrinkFactor onLoad) {
    Operation load =
        scope
            .operation(nickname + "_buffer")
            .with("buffer", jpeg)
            .with("access", "sequential")
            .with("fail-on", "warning");
    return reduced(load, onLoad.factor()).image();
  }

  /// A drawing that is in memory.
  Raster draw(NativeScope scope, byte[] drawing, double scale) {
    MemorySegment bytes = scope.memory(drawing.length);
    bytes.copyFrom(MemorySegment.ofArray(drawing));
    return drawn(scope.operation("svgload_buffer").with("buffer", bytes), scale).image();
  }

  private static Operation drawn(Operation load, double scale) {
    return load.with("dpi", DPI).with("scale", scale * POINTS / DPI);
  }

  /// The first `frames` frames, one below the other, pixels to be read once from top to bottom.
  Raster loadFrames(NativeScope scope, String path, int frames) {
    return open(scope, path).with("n", frames).image();
  }

  /// The first `frames` frames of an animation that is in memory.
  Raster loadFrames(NativeScope scope, MemorySegment file, int frames) {
    return open(scope, file).with("n", frames).image();
  }

  /// The first frame of an animation that is in memory.
  Raster load(NativeScope scope, MemorySegment file, ShrinkFactor onLoad) {
    return reduced(open(scope, file), onLoad.factor()).image();
  }

  private Operation open(NativeScope scope, String path) {
    return checked(scope.operation(nickname).with("filename", path));
  }

  private Operation open(NativeScope scope, MemorySegment file) {
    return checked(scope.operation(nickname + "_buffer").with("buffer", file));
  }

  private static Operation checked(Operation load) {
    return load.with("access", "sequential").with("fail-on", "error");
  }

  /// Whether the decoder itself can shrink such a picture.
  boolean shrinks(boolean alpha) {
    return nickname.equals("jpegload") || (nickname.equals("webpload") && !alpha);
  }

  private Operation reduced(Operation load, int factor) {
    if (factor == 1) {
      return load;
    }
    return nickname.equals("jpegload")
        ? load.with("shrink", factor)
        : load.with("scale", 1.0 / factor);
  }
}
