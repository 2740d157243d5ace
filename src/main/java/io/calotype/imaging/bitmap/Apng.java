package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.util.List;

/// An animated PNG taken apart into PNGs (Portable Network Graphics, third edition).
///
/// A damaged file has the frames before the damage. The decoder of a frame finds faults within its
/// compressed data.
///
/// Errors: `BitmapException` if not one frame is whole.
public final class Apng {
  /// More frames than this are refused: they are held in memory, and 54 bytes are one.
  static final int MAX_FRAMES = 1 << 16;

  private final PngHeader header;
  private final PngChunk control;
  private final List<Frame> frames;
  private final ApngCut cut;

  Apng(PngHeader header, PngChunk control, List<Frame> frames, ApngCut cut) {
    this.header = header;
    this.control = control;
    this.frames = frames;
    this.cut = cut;
  }

  /// Whether a file is a PNG that says, before its image, that it has more than one frame. False
  /// for any other bytes.
  public static boolean animated(ByteBuffer png) {
    try {
      return PngHeader.signed(png)
          && moving(PngChunk.at(CheckedBytes.bigEndian(png), PngChunk.FIRST));
    } catch (BitmapException e) {
      return false;
    }
  }

  private static boolean moving(PngChunk first) {
    PngChunk chunk = first;
    while (chunk.type() != PngChunk.ACTL) {
      if (chunk.type() == PngChunk.IDAT || chunk.type() == PngChunk.IEND) {
        return false;
      }
      chunk = chunk.next();
    }
    return chunk.length() == ApngReader.ACTL_BYTES && chunk.file().u32(chunk.data()) > 1;
  }

  /// The animation that is all that remains of a buffer, which stays as it is. No frame is decoded.
  public static Apng read(ByteBuffer png) {
    if (!PngHeader.signed(png)) {
      throw new BitmapException("not a PNG");
    }
    return new ApngReader(CheckedBytes.bigEndian(png)).read();
  }

  /// Pixels of the canvas from left to right.
  public int width() {
    return header.width();
  }

  /// Pixels of the canvas from top to bottom.
  public int height() {
    return header.height();
  }

  /// How many times the animation is played; 0 is for ever.
  public int plays() {
    return (int) Math.min(control.file().u32(control.data() + 4L), Integer.MAX_VALUE);
  }

  /// The whole frames in the order in which they are shown, one at least. The image that is shown
  /// where animations are not is among them only if the file says so.
  public List<Frame> frames() {
    return frames;
  }

  /// A frame as a PNG of its own, of the size of the frame, not of the canvas.
  ///
  /// Errors: `IndexOutOfBoundsException` where there is no such frame; `BitmapException` where a
  /// CRC is wrong, or the PNG would be larger than [ApngCut#MAX_BYTES].
  public byte[] png(int frame) {
    return cut.png(frame, frames.get(frame));
  }

  /// What is shown next, and where on the canvas.
  ///
  /// @param over whether it is blended with what is there; it replaces it otherwise
  public record Frame(
      int x, int y, int width, int height, int delayMillis, Disposal disposal, boolean over) {}

  /// What becomes of the place of a frame before the next is shown.
  public enum Disposal {
    /// It stays.
    NONE,
    /// It becomes transparent.
    BACKGROUND,
    /// It becomes what it was before.
    PREVIOUS
  }
}
