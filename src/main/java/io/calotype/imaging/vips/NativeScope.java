package io.calotype.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/// The native references of a unit of work. Closing the scope releases them all in reverse order.
final class NativeScope implements AutoCloseable {
  /// Values of `VipsBandFormat`.
  private static final int UNSIGNED_BYTES = 0;

  private static final int UNSIGNED_SHORTS = 2;
  private static final int FLOATS = 6;
  private static final int DOUBLES = 8;

  private final Vips vips;
  private final Deque<Runnable> drops = new ArrayDeque<>();

  NativeScope(Vips vips) {
    this.vips = vips;
  }

  Vips vips() {
    return vips;
  }

  /// An operation by its nickname, for example `resize`, without arguments yet.
  Operation operation(String nickname) {
    MemorySegment operation = vips.calls().pointer("vips_operation_new", nickname);
    if (operation.equals(MemorySegment.NULL)) {
      throw vips.failure();
    }
    return new Operation(this, operation);
  }

  /// An image whose reference this scope owns from now on.
  Raster adopt(MemorySegment image) {
    if (image.equals(MemorySegment.NULL)) {
      throw vips.failure();
    }
    drops.push(() -> vips.calls().run("g_object_unref", image));
    return new Raster(this, image);
  }

  /// A table for `maplut`, with 8 bits for each entry.
  Raster table(byte[] entries) {
    MemorySegment bytes = memory(entries.length);
    bytes.copyFrom(MemorySegment.ofArray(entries));
    return plain(bytes, entries.length, 1, 1, UNSIGNED_BYTES);
  }

  /// A table for `maplut`, with 16 bits for each entry, the bands of an entry together.
  Raster table(short[] entries, int bands) {
    MemorySegment bytes = memory((long) entries.length * Short.BYTES);
    bytes.copyFrom(MemorySegment.ofArray(entries));
    return plain(bytes, entries.length / bands, 1, bands, UNSIGNED_SHORTS);
  }

  /// A table for `maplut`, with a floating-point number for each entry, the bands of an entry
  /// together.
  Raster table(float[] entries, int bands) {
    MemorySegment bytes = memory((long) entries.length * Float.BYTES);
    bytes.copyFrom(MemorySegment.ofArray(entries));
    return plain(bytes, entries.length / bands, 1, bands, FLOATS);
  }

  /// A matrix of three by three, row by row.
  Raster matrix(double[] entries) {
    MemorySegment bytes = memory((long) entries.length * Double.BYTES);
    bytes.copyFrom(MemorySegment.ofArray(entries));
    return plain(bytes, 3, 3, 1, DOUBLES);
  }

  /// A picture with these samples. They must not move or be freed while the scope is open.
  ///
  /// @param format the `VipsBandFormat` of a sample
  Raster plain(MemorySegment bytes, int width, int height, int bands, int format) {
    return adopt(
        vips.calls()
            .pointer(
                "vips_image_new_from_memory",
                bytes,
                bytes.byteSize(),
                width,
                height,
                bands,
                format));
  }

  /// A picture with these 8-bit pixels, rows from top to bottom. They must not move or be freed
  /// while the scope is open.
  Raster pixels(MemorySegment bytes, int width, int height, int bands) {
    Raster plain = plain(bytes, width, height, bands, UNSIGNED_BYTES);
    return plain.then("copy").with("interpretation", "srgb").image();
  }

  /// Allocates memory that lives as long as the scope.
  MemorySegment memory(long bytes) {
    Arena arena = Arena.ofConfined();
    onClose(arena::close);
    return arena.allocate(bytes, Long.BYTES);
  }

  /// Runs `drop` when this scope closes.
  void onClose(Runnable drop) {
    drops.push(drop);
  }

  @Override
  public void close() {
    while (!drops.isEmpty()) {
      drops.pop().run();
    }
    vips.clearErrors();
  }
}
