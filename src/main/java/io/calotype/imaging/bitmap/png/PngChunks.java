package io.calotype.imaging.bitmap.png;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The chunks of a PNG that define the interpretation of its pixels.
public final class PngChunks {
  private PngChunks() {}

  /// The data of the first intact chunk of each type before the image, by type, for example `gAMA`.
  /// Empty if the file is not a PNG. Of a damaged file, the chunks before the damage.
  public static Map<String, ByteBuffer> beforeImage(ByteBuffer png) {
    Map<String, ByteBuffer> chunks = new LinkedHashMap<>();
    try {
      if (PngHeader.signed(png)) {
        collect(PngChunk.at(CheckedBytes.bigEndian(png), PngChunk.FIRST), chunks);
      }
    } catch (BitmapException damaged) {
      return chunks;
    }
    return chunks;
  }

  private static void collect(PngChunk first, Map<String, ByteBuffer> chunks) {
    PngChunk chunk = first;
    while (chunk.type() != PngChunk.IDAT && chunk.type() != PngChunk.IEND) {
      if (intact(chunk)) {
        chunks.putIfAbsent(name(chunk), chunk.file().part(chunk.data(), chunk.length()));
      }
      chunk = chunk.next();
    }
  }

  /// Whether the CRC is correct. Like a decoder, the caller skips an ancillary chunk whose CRC is
  /// wrong.
  private static boolean intact(PngChunk chunk) {
    try {
      chunk.intact();
      return true;
    } catch (BitmapException damaged) {
      return false;
    }
  }

  private static String name(PngChunk chunk) {
    byte[] letters = ByteBuffer.allocate(Integer.BYTES).putInt(chunk.type()).array();
    return new String(letters, StandardCharsets.ISO_8859_1);
  }
}
