package io.calotype.imaging.bitmap.png;

import io.calotype.imaging.bitmap.BitmapException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Extracts the frames of an animated PNG as separate PNGs.
///
/// @param header the chunk `IHDR`
/// @param kept the chunks that apply to the data of every frame
/// @param starts the chunk `fcTL` of each frame; its data lie between it and the next
/// @param end the offset at which the file ends or is damaged
record ApngCut(PngChunk header, List<PngChunk> kept, List<PngChunk> starts, long end) {
  /// A frame of more bytes is refused, since it is held in memory.
  static final int MAX_BYTES = 16 << 20;

  private static final int HEADER_BYTES = 13;
  private static final int SEQUENCE_BYTES = 4;

  /// The frame as a PNG file.
  byte[] png(int index, Apng.Frame frame) {
    byte[] png = new byte[size(index)];
    ByteBuffer to = ByteBuffer.wrap(png).putLong(PngHeader.SIGNATURE);
    header(to, frame);
    kept.forEach(chunk -> to.put(chunk.whole()));
    data(index, chunk -> image(to, chunk.intact()));
    begin(to, PngChunk.IEND, 0);
    end(to, 0);
    return png;
  }

  private int size(int index) {
    long[] size = {PngChunk.FIRST + PngChunk.OVERHEAD + HEADER_BYTES + PngChunk.OVERHEAD};
    kept.forEach(chunk -> size[0] += PngChunk.OVERHEAD + (long) chunk.length());
    data(index, chunk -> size[0] += PngChunk.OVERHEAD + (long) length(chunk));
    if (size[0] > MAX_BYTES) {
      throw new BitmapException("frame " + index + " of " + size[0] + " bytes");
    }
    return (int) size[0];
  }

  private void data(int index, Consumer<PngChunk> each) {
    PngChunk chunk = starts.get(index);
    while (chunk.end() < end && chunk.next().type() != PngChunk.FCTL) {
      chunk = chunk.next();
      if (chunk.type() == PngChunk.IDAT || chunk.type() == PngChunk.FDAT) {
        each.accept(chunk);
      }
    }
  }

  private static int length(PngChunk chunk) {
    return chunk.length() - skipped(chunk);
  }

  private static int skipped(PngChunk chunk) {
    return chunk.type() == PngChunk.FDAT ? SEQUENCE_BYTES : 0;
  }

  private void header(ByteBuffer to, Apng.Frame frame) {
    begin(to, PngChunk.IHDR, HEADER_BYTES);
    to.putInt(frame.width()).putInt(frame.height());
    to.put(header.file().part(header.data() + 8L, HEADER_BYTES - 8));
    end(to, HEADER_BYTES);
  }

  private static void image(ByteBuffer to, PngChunk chunk) {
    int length = length(chunk);
    begin(to, PngChunk.IDAT, length);
    to.put(chunk.file().part((long) chunk.data() + skipped(chunk), length));
    end(to, length);
  }

  private static void begin(ByteBuffer to, int type, int length) {
    to.putInt(length).putInt(type);
  }

  /// Writes the CRC of the chunk whose data end at the current position.
  private static void end(ByteBuffer to, int length) {
    CRC32 crc = new CRC32();
    crc.update(to.slice(to.position() - length - 4, length + 4));
    to.putInt((int) crc.getValue());
  }
}
