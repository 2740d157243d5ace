package io.calotype.imaging.bitmap.psd;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;

/// The file header of a Photoshop document (Adobe Photoshop File Formats Specification, "File
/// Header Section"): 26 bytes from `8BPS`.
///
/// @param large whether it is a PSB, whose length fields are longer
/// @param depth bits of a sample: 1, 8, 16 or 32
record PsdHeader(boolean large, int channels, int width, int height, int depth, PsdMode mode) {
  static final int BYTES = 26;
  private static final int MAGIC = 0x38425053;

  static PsdHeader read(CheckedBytes file) {
    int version = file.u16(4);
    if (file.i32(0) != MAGIC || (version != 1 && version != 2)) {
      throw new BitmapException("not a Photoshop document of version 1 or 2");
    }
    return new PsdHeader(
            version == 2,
            file.u16(12),
            file.i32(18),
            file.i32(14),
            file.u16(22),
            PsdMode.of(file.u16(24)))
        .checked();
  }

  private PsdHeader checked() {
    boolean known = mode == PsdMode.BITMAP ? depth == 1 : depth == 8 || depth == 16 || depth == 32;
    if (!known || channels < mode.bands(channels)) {
      throw new BitmapException(mode + " of " + channels + " channels of " + depth + " bits");
    }
    if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE / 4) {
      throw new BitmapException("size " + width + " by " + height);
    }
    return this;
  }

  /// The bytes of an unpacked row of one channel.
  int rowBytes() {
    return (int) (((long) width * depth + 7) / 8);
  }

  /// The size in bytes of a length field that is longer in a PSB.
  int lengthBytes() {
    return large ? 8 : 4;
  }

  /// Reads a length field of [#lengthBytes] bytes.
  long length(CheckedBytes file, long at) {
    return large ? (file.u32(at) << 32) | file.u32(at + 4) : file.u32(at);
  }
}
