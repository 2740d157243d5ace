package io.calotype.imaging.bitmap.png;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;

/// The data of a chunk `fcTL`: its sequence number, width, height, x, y, the delay as a fraction of
/// a second, and the disposal and blend operations.
record FrameControl(CheckedBytes file, long at) {
  private static final int HUNDREDTHS = 100;

  /// The frame on the canvas. The first frame has no previous state to restore: its area becomes
  /// transparent instead, as the specification requires.
  ///
  /// Errors: `BitmapException` if it exceeds the canvas, or has an unknown operation.
  Apng.Frame frame(PngHeader canvas, boolean first) {
    return new Apng.Frame(
        offset(12, 4, canvas.width()),
        offset(16, 8, canvas.height()),
        file.i32(at + 4),
        file.i32(at + 8),
        delayMillis(),
        disposal(first),
        over());
  }

  /// The checked offset of the frame along one axis of the length `canvas`.
  private int offset(int offsetAt, int lengthAt, int canvas) {
    long offset = file.u32(at + offsetAt);
    long length = file.u32(at + lengthAt);
    if (length < 1 || offset + length > canvas) {
      throw new BitmapException("frame from " + offset + " of " + length + " on " + canvas);
    }
    return (int) offset;
  }

  private int delayMillis() {
    int denominator = file.u16(at + 22);
    int parts = denominator == 0 ? HUNDREDTHS : denominator;
    return (file.u16(at + 20) * 1000 + parts / 2) / parts;
  }

  private Apng.Disposal disposal(boolean first) {
    return switch (file.u8(at + 24)) {
      case 0 -> Apng.Disposal.NONE;
      case 1 -> Apng.Disposal.BACKGROUND;
      case 2 -> first ? Apng.Disposal.BACKGROUND : Apng.Disposal.PREVIOUS;
      default -> throw new BitmapException("disposal " + file.u8(at + 24));
    };
  }

  private boolean over() {
    return switch (file.u8(at + 25)) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new BitmapException("blending " + file.u8(at + 25));
    };
  }
}
