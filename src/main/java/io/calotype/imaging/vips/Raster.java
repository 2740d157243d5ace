package io.calotype.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// A libvips image: a pipeline of operations, or pixels in memory. It lives as long as its scope.
@SuppressWarnings("restricted")
final class Raster {
  private static final int UCHAR = 0;
  private static final int USHORT = 2;
  private static final int GREY = 1;
  private static final int CMYK = 15;
  private static final int XYZ = 12;
  private static final int LAB = 13;
  private static final int LABQ = 16;
  private static final int LABS = 21;
  private static final int GREY16 = 26;
  private static final int CHAR = 1;
  private static final int SHORT = 3;
  private static final int UINT = 4;
  private static final int FLOAT = 6;
  private static final int STATISTICS = 5;
  private static final int MAX_FIELDS = 10_000;
  private static final long MAX_FIELD = 1 << 24;
  private static final int SRGB = 22;

  private final NativeScope scope;
  private final MemorySegment pointer;

  Raster(NativeScope scope, MemorySegment pointer) {
    this.scope = scope;
    this.pointer = pointer;
  }

  NativeScope scope() {
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

  /// The EXIF orientation, 1 to 8; 1 if none is stated.
  int orientation() {
    return fact("vips_image_get_orientation");
  }

  /// The number of pages or frames of the file.
  int pages() {
    return fact("vips_image_get_n_pages");
  }

  /// Whether the file is stored in passes over the whole picture.
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

  /// Whether it is greyscale, for any number of bands.
  boolean greyscale() {
    return space() == GREY || space() == GREY16;
  }

  /// Whether its colour space is a form of CIELab.
  boolean lab() {
    return space() == LAB || space() == LABQ || space() == LABS;
  }

  /// Whether its colour space is CIE XYZ.
  boolean colorimetric() {
    return space() == XYZ;
  }

  /// Whether its pixels are packed, which excludes computations.
  boolean coded() {
    return fact("vips_image_get_coding") != 0;
  }

  /// Whether its samples are floating-point numbers.
  boolean floating() {
    return fact("vips_image_get_format") >= FLOAT;
  }

  /// Whether its samples are unsigned integers.
  boolean unsigned() {
    int format = fact("vips_image_get_format");
    return format == UCHAR || format == USHORT || format == UINT;
  }

  /// The bits of an integer sample.
  int sampleBits() {
    int format = fact("vips_image_get_format");
    return format <= CHAR ? 8 : format <= SHORT ? 16 : 32;
  }

  /// Statistics of the values of a picture, over all bands.
  record Statistics(double min, double max, double mean) {}

  /// Computes all pixels and their statistics.
  Statistics statistics() {
    Raster table = then("stats").image().inMemory();
    MemorySegment numbers =
        calls()
            .pointer("vips_image_get_data", table.pointer)
            .reinterpret(STATISTICS * ValueLayout.JAVA_DOUBLE.byteSize());
    return new Statistics(
        numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, 0),
        numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, 1),
        numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, 4));
  }

  /// The same picture with an embedded ICC profile.
  Raster withProfile(byte[] profile) {
    Raster copy = then("copy").image();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, profile);
      long length = profile.length;
      calls().run("vips_image_set_blob_copy", copy.pointer, "icc-profile-data", bytes, length);
    }
    return copy;
  }

  /// Whether its colour space is one of renditions: grey or sRGB.
  boolean delivered() {
    return space() == GREY || space() == SRGB;
  }

  /// The height of one frame in a picture of several frames, one below the other.
  int frameHeight() {
    return fact("vips_image_get_page_height");
  }

  /// The same picture with the durations and number of plays of `other`.
  Raster timedAs(Raster other) {
    return timed(other.delays(), other.number("loop"));
  }

  /// The duration of each frame in milliseconds; empty if none is stated.
  private int[] delays() {
    if (!says("delay")) {
      return new int[0];
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment array = arena.allocate(ValueLayout.ADDRESS);
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      if (calls().integer("vips_image_get_array_int", pointer, "delay", array, count) != 0) {
        throw scope.vips().failure();
      }
      long bytes = (long) count.get(ValueLayout.JAVA_INT, 0) * Integer.BYTES;
      return array.get(ValueLayout.ADDRESS, 0).reinterpret(bytes).toArray(ValueLayout.JAVA_INT);
    }
  }

  private int number(String name) {
    if (!says(name)) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      if (calls().integer("vips_image_get_int", pointer, name, number) != 0) {
        throw scope.vips().failure();
      }
      return number.get(ValueLayout.JAVA_INT, 0);
    }
  }

  private boolean says(String name) {
    return calls().number("vips_image_get_typeof", pointer, name) != 0;
  }

  /// The same picture with frame durations.
  ///
  /// @param millis one for each frame
  /// @param plays the number of plays; 0 is for ever
  Raster timed(int[] millis, int plays) {
    Raster copy = then("copy").image();
    try (Arena arena = Arena.ofConfined()) {
      if (millis.length > 0) {
        MemorySegment array = arena.allocateFrom(ValueLayout.JAVA_INT, millis);
        calls().run("vips_image_set_array_int", copy.pointer, "delay", array, millis.length);
      }
    }
    calls().run("vips_image_set_int", copy.pointer, "loop", plays);
    return copy;
  }

  /// The same picture, to be encoded as frames of that height.
  Raster inFrames(int height) {
    Raster copy = then("copy").image();
    calls().run("vips_image_set_int", copy.pointer, "page-height", height);
    return copy;
  }

  /// The same picture without the metadata fields of these names.
  Raster without(String... fields) {
    Raster copy = then("copy").image();
    for (String field : fields) {
      calls().integer("vips_image_remove", copy.pointer, field);
    }
    return copy;
  }

  /// A rectangular part of the picture.
  Raster part(int left, int top, int width, int height) {
    return scope
        .operation("extract_area")
        .with("input", this)
        .with("left", left)
        .with("top", top)
        .with("width", width)
        .with("height", height)
        .image();
  }

  /// The size of its pixels in bytes.
  long bytes() {
    long samples = (long) width() * height() * bands();
    return samples * calls().number("vips_format_sizeof", fact("vips_image_get_format"));
  }

  /// A picture of the same format and profile with these pixels. They must not move or be freed
  /// while the scope is open.
  Raster withPixels(MemorySegment pixels) {
    int format = fact("vips_image_get_format");
    Raster plain = scope.plain(pixels, width(), height(), bands(), format);
    Raster copy = plain.then("copy").with("interpretation", spaceName()).image();
    byte[] profile = profile();
    return profile.length == 0 ? copy : copy.withProfile(profile);
  }

  private String spaceName() {
    long type = calls().number("vips_interpretation_get_type");
    return calls().pointer("vips_enum_nick", type, space()).reinterpret(MAX_FIELD).getString(0);
  }

  /// The pixels of a picture in memory, without a copy.
  MemorySegment data() {
    long bytes = (long) width() * height() * bands();
    return calls().pointer("vips_image_get_data", pointer).reinterpret(bytes);
  }

  /// Computes the pixels: rows from top to bottom, the bands of a pixel together.
  byte[] pixels() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment data = calls().pointer("vips_image_write_to_memory", pointer, length);
      if (data.equals(MemorySegment.NULL)) {
        throw scope.vips().failure();
      }
      long bytes = length.get(ValueLayout.JAVA_LONG, 0);
      byte[] pixels = data.reinterpret(bytes).toArray(ValueLayout.JAVA_BYTE);
      calls().run("g_free", data);
      return pixels;
    }
  }

  /// The metadata field `name` as text; empty if it is absent.
  String field(String name) {
    if (!says(name)) {
      return "";
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(ValueLayout.ADDRESS);
      if (calls().integer("vips_image_get_as_string", pointer, name, text) != 0) {
        throw scope.vips().failure();
      }
      MemorySegment chars = text.get(ValueLayout.ADDRESS, 0);
      String value = chars.reinterpret(MAX_FIELD).getString(0);
      calls().run("g_free", chars);
      return value;
    }
  }

  /// The names of all metadata fields.
  List<String> fields() {
    MemorySegment names = calls().pointer("vips_image_get_fields", pointer);
    List<String> all = new ArrayList<>();
    MemorySegment array = names.reinterpret(MAX_FIELDS * ValueLayout.ADDRESS.byteSize());
    for (int i = 0; i < MAX_FIELDS; i++) {
      MemorySegment name = array.getAtIndex(ValueLayout.ADDRESS, i);
      if (name.equals(MemorySegment.NULL)) {
        break;
      }
      all.add(name.reinterpret(MAX_FIELD).getString(0));
    }
    calls().run("g_strfreev", names);
    return all;
  }

  /// The embedded ICC profile; empty if there is none.
  byte[] profile() {
    return blob("icc-profile-data");
  }

  /// The bytes of the metadata field `name`; empty if it is absent.
  byte[] blob(String name) {
    if (!says(name)) {
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

  /// The same image in another scope, which must close first. Results computed from it belong to
  /// `other`.
  Raster in(NativeScope other) {
    return new Raster(other, pointer);
  }

  /// An operation whose input is this image.
  Operation then(String nickname) {
    return scope.operation(nickname).with("in", this);
  }

  /// This image with the bands of `other` appended.
  Raster and(Raster other) {
    return scope.operation("bandjoin").with("in", List.of(this, other)).image();
  }

  /// Computes the pixels and keeps them in memory. This decodes the source.
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
