package io.calotype.imaging.vips;

import io.calotype.imaging.Reduction;
import io.calotype.media.MediaType;

/// The libvips loader of one type of source.
///
/// @param nickname the operation that loads it
/// @param loaders the class of loaders that are allowed while it works
record Loader(String nickname, String loaders) {

  /// The loader of `type`.
  static Loader of(MediaType type) {
    return switch (type) {
      case JPEG -> new Loader("jpegload", "VipsForeignLoadJpeg");
      case PNG -> new Loader("pngload", "VipsForeignLoadPng");
      case WEBP -> new Loader("webpload", "VipsForeignLoadWebp");
      case GIF -> new Loader("gifload", "VipsForeignLoadNsgif");
      case AVIF -> new Loader("heifload", "VipsForeignLoadHeif");
      case TIFF -> new Loader("tiffload", "VipsForeignLoadTiff");
      case SVG -> new Loader("svgload", "VipsForeignLoadSvg");
    };
  }

  /// The first page or frame of the file at `path`, pixels to be read once from top to bottom.
  Raster load(Scope scope, String path, Reduction onLoad) {
    Operation load =
        scope
            .operation(nickname)
            .with("filename", path)
            .with("access", "sequential")
            .with("fail-on", "error");
    return reduced(load, onLoad.factor()).image();
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
