package io.calotype.imaging.vips;

import io.calotype.imaging.ShrinkFactor;
import io.calotype.media.MediaType;
import java.lang.foreign.MemorySegment;

/// The libvips loader of one type of source.
///
/// @param nickname the operation that loads it
/// @param loaders the class of loaders that are allowed during its work
record Loader(String nickname, String loaders) {
  private static final String PNG = "VipsForeignLoadPng";

  /// CSS pixels per inch, for the units in a drawing.
  private static final int DPI = 96;

  /// The base resolution of libvips in dpi: it scales a drawing by dpi / 72.
  private static final double POINTS = 72;

  /// The loader of `type`. A type that libvips cannot read has the loader of the format into which
  /// we convert it.
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

  /// Loads the first page or frame of the file at `path`. The pixels can be read once from top to
  /// bottom.
  ///
  /// @param scale the scale at which a drawing is drawn; 1 for any other type
  Raster load(NativeScope scope, String path, ShrinkFactor onLoad, double scale) {
    Operation load = reduced(open(scope, path), onLoad.factor());
    return (nickname.equals("svgload") ? drawn(load, scale) : load).image();
  }

  /// Loads a JPEG from memory. A decoder warning is an error: the file is truncated, and only the
  /// missing warning proves that the decoder found every pixel.
  Raster loadStrictly(NativeScope scope, MemorySegment jpeg, ShrinkFactor onLoad) {
    Operation load =
        scope
            .operation(nickname + "_buffer")
            .with("buffer", jpeg)
            .with("access", "sequential")
            .with("fail-on", "warning");
    return reduced(load, onLoad.factor()).image();
  }

  /// Draws a drawing from memory.
  Raster draw(NativeScope scope, byte[] drawing, double scale) {
    MemorySegment bytes = scope.memory(drawing.length);
    bytes.copyFrom(MemorySegment.ofArray(drawing));
    return drawn(scope.operation("svgload_buffer").with("buffer", bytes), scale).image();
  }

  private static Operation drawn(Operation load, double scale) {
    return load.with("dpi", DPI).with("scale", scale * POINTS / DPI);
  }

  /// Loads the first `frames` frames, one below the other. The pixels can be read once from top to
  /// bottom.
  Raster loadFrames(NativeScope scope, String path, int frames) {
    return open(scope, path).with("n", frames).image();
  }

  /// Loads the first `frames` frames of an animation from memory.
  Raster loadFrames(NativeScope scope, MemorySegment file, int frames) {
    return open(scope, file).with("n", frames).image();
  }

  /// Loads the first frame of an animation from memory.
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
