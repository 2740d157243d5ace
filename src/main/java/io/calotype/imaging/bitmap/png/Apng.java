package io.calotype.imaging.bitmap.png;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;
import java.util.List;

/// An animated PNG, split into one PNG for each frame (Portable Network Graphics, third edition).
///
/// Of a damaged file, the frames before the damage remain. Faults within compressed data are left
/// to the decoder of the frame.
///
/// Errors: `BitmapException` if no frame is whole.
public final class Apng {
  /// Files of more frames are refused: the frames are held in memory, and one needs only 54 bytes
  /// of file.
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

  /// Whether a file is a PNG that declares, before its image, more than one frame. False for any
  /// other bytes.
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

  /// Reads the animation in the remaining bytes of a buffer, which does not change. No frame is
  /// decoded.
  public static Apng read(ByteBuffer png) {
    if (!PngHeader.signed(png)) {
      throw new BitmapException("not a PNG");
    }
    return new ApngReader(CheckedBytes.bigEndian(png)).read();
  }

  /// The width of the canvas in pixels.
  public int width() {
    return header.width();
  }

  /// The height of the canvas in pixels.
  public int height() {
    return header.height();
  }

  /// The number of plays; 0 is for ever.
  public int plays() {
    return (int) Math.min(control.file().u32(control.data() + 4L), Integer.MAX_VALUE);
  }

  /// The whole frames in display order, at least one. The static image is among them only if the
  /// file declares it as a frame.
  public List<Frame> frames() {
    return frames;
  }

  /// A frame as a separate PNG, in the size of the frame, not of the canvas.
  ///
  /// Errors: `IndexOutOfBoundsException` if there is no such frame; `BitmapException` if a CRC is
  /// wrong, or the PNG would be larger than [ApngCut#MAX_BYTES].
  public byte[] png(int frame) {
    return cut.png(frame, frames.get(frame));
  }

  /// The position, duration and composition of a frame.
  ///
  /// @param over whether it is blended over the canvas; otherwise it replaces the pixels
  public record Frame(
      int x, int y, int width, int height, int delayMillis, Disposal disposal, boolean over) {}

  /// The treatment of a frame's area before the next frame is shown.
  public enum Disposal {
    /// The area stays unchanged.
    NONE,
    /// The area becomes transparent.
    BACKGROUND,
    /// The area is restored to its state before the frame.
    PREVIOUS
  }
}
