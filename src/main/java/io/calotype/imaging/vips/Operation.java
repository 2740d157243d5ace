package io.calotype.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;

/// One libvips operation: created by name, given its arguments, then built to obtain its result.
///
/// An operation is built once. It is released after success and failure. Its output images keep
/// their inputs alive.
@SuppressWarnings("restricted")
final class Operation {
  private static final long VALUE_BYTES = 24;

  private final NativeScope scope;
  private final NativeCalls calls;
  private final MemorySegment operation;

  Operation(NativeScope scope, MemorySegment operation) {
    this.scope = scope;
    this.calls = scope.vips().calls();
    this.operation = operation;
  }

  /// Sets a number, a boolean, a name, an array of numbers: any value with a text form in libvips.
  Operation with(String argument, Object value) {
    String text = String.valueOf(value);
    if (calls.integer("vips_object_set_argument_from_string", operation, argument, text) != 0) {
      throw dropped();
    }
    return this;
  }

  /// Sets an image.
  Operation with(String argument, Raster image) {
    withValue(
        "VipsImage",
        value -> {
          calls.run("g_value_set_object", value, image.pointer());
          calls.run("g_object_set_property", operation, argument, value);
        });
    return this;
  }

  /// Sets an array of images.
  Operation with(String argument, List<Raster> all) {
    MemorySegment images = images(all);
    withValue(
        "VipsArrayImage",
        value -> {
          calls.run("g_value_set_boxed", value, images);
          calls.run("g_object_set_property", operation, argument, value);
        });
    calls.run("vips_area_unref", images);
    return this;
  }

  /// Sets bytes, which must not move or be freed while the scope is open.
  Operation with(String argument, MemorySegment bytes) {
    MemorySegment blob =
        calls.pointer("vips_blob_new", MemorySegment.NULL, bytes, bytes.byteSize());
    withValue(
        "VipsBlob",
        value -> {
          calls.run("g_value_set_boxed", value, blob);
          calls.run("g_object_set_property", operation, argument, value);
        });
    calls.run("vips_area_unref", blob);
    return this;
  }

  /// Builds the operation and returns its output image.
  Raster image() {
    MemorySegment[] image = new MemorySegment[1];
    result("out", "VipsImage", value -> image[0] = calls.pointer("g_value_dup_object", value));
    return scope.adopt(image[0]);
  }

  /// Builds the operation and returns its output number.
  double number() {
    double[] number = new double[1];
    result("out", "gdouble", value -> number[0] = calls.real("g_value_get_double", value));
    return number[0];
  }

  /// Builds the operation and returns its output bytes, which live as long as the scope.
  ByteBuffer bytes() {
    ByteBuffer[] bytes = new ByteBuffer[1];
    MemorySegment value = scopeValue("VipsBlob");
    build(built -> {
      calls.run("g_object_get_property", built, "buffer", value);
      bytes[0] = blob(calls.pointer("g_value_get_boxed", value));
    });
    return bytes[0];
  }

  private void result(String name, String type, Use use) {
    build(built ->
        withValue(
            type,
            value -> {
              calls.run("g_object_get_property", built, name, value);
              use.use(value);
            }));
  }

  private void build(Use use) {
    MemorySegment built = calls.pointer("vips_cache_operation_build", operation);
    if (built.equals(MemorySegment.NULL)) {
      throw dropped();
    }
    use.use(built);
    calls.run("g_object_unref", operation);
    calls.run("vips_object_unref_outputs", built);
    calls.run("g_object_unref", built);
  }

  private VipsException dropped() {
    VipsException failure = scope.vips().failure();
    calls.run("vips_object_unref_outputs", operation);
    calls.run("g_object_unref", operation);
    return failure;
  }

  private void withValue(String type, Use use) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = initialised(arena, type);
      use.use(value);
      calls.run("g_value_unset", value);
    }
  }

  private MemorySegment scopeValue(String type) {
    Arena arena = Arena.ofConfined();
    MemorySegment value = initialised(arena, type);
    scope.onClose(() -> {
      calls.run("g_value_unset", value);
      arena.close();
    });
    return value;
  }

  private MemorySegment initialised(Arena arena, String type) {
    MemorySegment value = arena.allocate(VALUE_BYTES, Long.BYTES);
    calls.pointer("g_value_init", value, calls.number("g_type_from_name", type));
    return value;
  }

  private ByteBuffer blob(MemorySegment area) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment none = MemorySegment.NULL;
      MemorySegment data = calls.pointer("vips_area_get_data", area, length, none, none, none);
      return data.reinterpret(length.get(ValueLayout.JAVA_LONG, 0)).asByteBuffer();
    }
  }

  private MemorySegment images(List<Raster> images) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, images.size());
      for (int i = 0; i < images.size(); i++) {
        pointers.setAtIndex(ValueLayout.ADDRESS, i, images.get(i).pointer());
      }
      return calls.pointer("vips_array_image_new", pointers, images.size());
    }
  }

  /// Uses a pointer while it is valid.
  @FunctionalInterface
  private interface Use {
    void use(MemorySegment pointer);
  }
}
