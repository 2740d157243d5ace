package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.BitmapException;

/// The bits of a pixel that form a channel: `max` shifted up by `shift`. No bits if `max` is 0.
record ChannelMask(int shift, long max) {
  static final ChannelMask NONE = new ChannelMask(0, 0);

  /// The channel of adjacent bits that a header declares.
  ///
  /// Errors: `BitmapException` if they are not adjacent, or exceed the bits of a pixel.
  static ChannelMask of(long mask, int bits) {
    if (mask == 0) {
      return NONE;
    }
    int shift = Long.numberOfTrailingZeros(mask);
    long max = mask >>> shift;
    if ((max & max + 1) != 0 || mask >>> bits != 0) {
      throw new BitmapException("mask " + Long.toHexString(mask) + " of " + bits + " bits");
    }
    return new ChannelMask(shift, max);
  }

  boolean present() {
    return max != 0;
  }

  /// The channel of a pixel, scaled to 0 to 255 and rounded; 0 if there is none.
  int of(long pixel) {
    long value = pixel >>> shift & max;
    return max == 255 || max == 0 ? (int) value : (int) ((value * 255 + max / 2) / max);
  }
}
