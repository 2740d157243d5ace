package io.calotype.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A libvips image: a recipe for pixels, or pixels in memory. It lives as long as its scope.
@SuppressWarnings("restricted")
final class Raster {
  private static final int UCHAR = 0;
  private static final int USHORT = 2;
  private static final int GREY = 1;
  private static final int CMYK = 15;
  private static final int SRGB = 22;

  private final Scope scope;
  private final MemorySegment pointer;

  Raster(Scope scope, MemorySegment pointer) {
    this.scope = scope;
    this.pointer = pointer;
  }

  Scope scope() {
    return scope;
  }

  MemorySegment pointer() {
    return pointer;
  }

  int width() {
    return fact("vips_image_get_width");
  }

  int height() {
    return fact("vips_image_get_height");
  }

  int bands() {
    return fact("vips_image_get_bands");
  }

  boolean alpha() {
    return fact("vips_image_hasalpha") != 0;
  }

  /// The EXIF orientation, 1 to 8; 1 where none is stated.
  int orientation() {
    return fact("vips_image_get_orientation");
  }

  /// How many pages or frames the file has.
  int pages() {
    return fact("vips_image_get_n_pages");
  }

  /// Whether the file comes in passes over the whole picture.
  boolean progressive() {
    return calls().number("vips_image_get_typeof", pointer, "interlaced") != 0;
  }

  boolean eightBit() {
    return fact("vips_image_get_format") == UCHAR;
  }

  boolean sixteenBit() {
    return fact("vips_image_get_format") == USHORT;
  }

  boolean cmyk() {
    return space() == CMYK;
  }

  /// Whether its colours are such as renditions have: grey or sRGB.
  boolean delivered() {
    return space() == GREY || space() == SRGB;
  }

  /// The embedded ICC profile; empty where there is none.
  byte[] profile() {
    String name = "icc-profile-data";
    if (calls().number("vips_image_get_typeof", pointer, name) == 0) {
      return new byte[0];
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(ValueLayout.ADDRESS);
      MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
      if (calls().integer("vips_image_get_blob", pointer, name, data, length) != 0) {
        throw scope.vips().failure();
      }
      long bytes = length.get(ValueLayout.JAVA_LONG, 0);
      return data.get(ValueLayout.ADDRESS, 0).reinterpret(bytes).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /// The same image; what is made from it belongs to `other`, which must end first.
  Raster in(Scope other) {
    return new Raster(other, pointer);
  }

  /// An operation whose input is this image.
  Operation then(String nickname) {
    return scope.operation(nickname).with("in", this);
  }

  /// This image with the bands of another after its own.
  Raster and(Raster other) {
    return scope.operation("bandjoin").with("in", this, other).image();
  }

  /// Its pixels, computed now and kept in memory. This is where a source is decoded.
  Raster inMemory() {
    return scope.adopt(calls().pointer("vips_image_copy_memory", pointer));
  }

  private int space() {
    return fact("vips_image_get_interpretation");
  }

  private int fact(String function) {
    return calls().integer(function, pointer);
  }

  private NativeCalls calls() {
    return scope.vips().calls();
  }
}
