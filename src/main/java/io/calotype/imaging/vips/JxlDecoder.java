package io.calotype.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Decodes the pixels of a JPEG XL by libjxl, which receives the whole file at once.
///
/// libvips feeds libjxl 4 KiB at a time. libjxl 0.7 then fails on pictures of more than one DC
/// group (2048 pixels on a side).
///
/// @param calls the functions of libjxl
record JxlDecoder(NativeCalls calls) {
  /// Versions that have the functions and values used here.
  private static final List<String> LIBRARIES =
      List.of(
          "libjxl.so.0.7", "libjxl.so.0.8", "libjxl.so.0.9", "libjxl.so.0.10", "libjxl.so.0.11");

  /// Values of `JxlDecoderStatus`, of which the last is an event too.
  private static final int SUCCESS = 0;

  private static final int NEED_IMAGE_OUT_BUFFER = 5;
  private static final int FULL_IMAGE = 0x1000;

  /// Values of `JxlDataType`.
  private static final int FLOAT = 0;

  private static final int UINT8 = 2;
  private static final int UINT16 = 3;

  /// The size of `JxlPixelFormat`: channels, data type, endianness, alignment.
  private static final int PIXEL_FORMAT_BYTES = 24;

  /// The libjxl of this system; empty if it has none of the known versions.
  @SuppressWarnings("restricted")
  static Optional<JxlDecoder> find() {
    for (String library : LIBRARIES) {
      try {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        return Optional.of(new JxlDecoder(new NativeCalls(symbols)));
      } catch (IllegalArgumentException absent) {
        // try the next version
      }
    }
    return Optional.empty();
  }

  /// Decodes the first frame of `file`, upright, with alpha not premultiplied, into memory.
  ///
  /// Errors: [VipsException] if the file is damaged or truncated.
  ///
  /// @param header the picture as libvips has read it from the header
  Raster decode(ByteBuffer file, Raster header) {
    MemorySegment decoder = calls.pointer("JxlDecoderCreate", MemorySegment.NULL);
    try (Arena arena = Arena.ofConfined()) {
      begin(decoder, file);
      require(calls.integer("JxlDecoderProcessInput", decoder), NEED_IMAGE_OUT_BUFFER);
      MemorySegment pixels = header.scope().memory(header.bytes());
      require(
          calls.integer(
              "JxlDecoderSetImageOutBuffer",
              decoder,
              format(arena, header),
              pixels,
              pixels.byteSize()),
          SUCCESS);
      require(calls.integer("JxlDecoderProcessInput", decoder), FULL_IMAGE);
      return header.withPixels(pixels);
    } finally {
      calls.run("JxlDecoderDestroy", decoder);
    }
  }

  private void begin(MemorySegment decoder, ByteBuffer file) {
    MemorySegment bytes = MemorySegment.ofBuffer(file);
    require(calls.integer("JxlDecoderSetUnpremultiplyAlpha", decoder, 1), SUCCESS);
    require(calls.integer("JxlDecoderSubscribeEvents", decoder, FULL_IMAGE), SUCCESS);
    require(calls.integer("JxlDecoderSetInput", decoder, bytes, bytes.byteSize()), SUCCESS);
    calls.run("JxlDecoderCloseInput", decoder);
  }

  private static MemorySegment format(Arena arena, Raster header) {
    MemorySegment format = arena.allocate(PIXEL_FORMAT_BYTES, Long.BYTES);
    format.setAtIndex(ValueLayout.JAVA_INT, 0, header.bands());
    format.setAtIndex(
        ValueLayout.JAVA_INT, 1, header.floating() ? FLOAT : header.eightBit() ? UINT8 : UINT16);
    return format; // native endianness, and rows without padding
  }

  private static void require(int status, int expected) {
    if (status != expected) {
      throw new VipsException("libjxl: status " + status + " in place of " + expected);
    }
  }
}
