package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.CheckedBytes;

/// The positions of the channels in a pixel of 16 or 32 bits.
record ChannelMasks(ChannelMask red, ChannelMask green, ChannelMask blue, ChannelMask alpha) {
  /// The default masks of a header without masks: five bits a channel for 16 bits, otherwise eight.
  static ChannelMasks plain(int bits) {
    return bits == 16
        ? new ChannelMasks(
            new ChannelMask(10, 31),
            new ChannelMask(5, 31),
            new ChannelMask(0, 31),
            ChannelMask.NONE)
        : new ChannelMasks(
            new ChannelMask(16, 255),
            new ChannelMask(8, 255),
            new ChannelMask(0, 255),
            ChannelMask.NONE);
  }

  /// Reads three consecutive masks from the file, or four with `alpha`.
  static ChannelMasks read(CheckedBytes file, long at, int bits, boolean alpha) {
    return new ChannelMasks(
        ChannelMask.of(file.u32(at), bits),
        ChannelMask.of(file.u32(at + 4), bits),
        ChannelMask.of(file.u32(at + 8), bits),
        alpha ? ChannelMask.of(file.u32(at + 12), bits) : ChannelMask.NONE);
  }

  ChannelMasks withAlpha(ChannelMask other) {
    return new ChannelMasks(red, green, blue, other);
  }

  int rgb(long pixel) {
    return red.of(pixel) << 16 | green.of(pixel) << 8 | blue.of(pixel);
  }

  /// The alpha of a pixel, opaque if there is no mask for it.
  int alpha(long pixel) {
    return alpha.present() ? alpha.of(pixel) : 255;
  }
}
