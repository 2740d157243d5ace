package io.calotype.imaging.bitmap;

/// Where the channels are in a pixel of 16 or 32 bits.
record Masks(Mask red, Mask green, Mask blue, Mask alpha) {
  /// What a pixel has where the header names no masks: five bits a channel, or eight.
  static Masks plain(int bits) {
    return bits == 16
        ? new Masks(new Mask(10, 31), new Mask(5, 31), new Mask(0, 31), Mask.NONE)
        : new Masks(new Mask(16, 255), new Mask(8, 255), new Mask(0, 255), Mask.NONE);
  }

  /// Three masks in a row in the file, or four.
  static Masks read(Bytes file, long at, int bits, boolean alpha) {
    return new Masks(
        Mask.of(file.u32(at), bits),
        Mask.of(file.u32(at + 4), bits),
        Mask.of(file.u32(at + 8), bits),
        alpha ? Mask.of(file.u32(at + 12), bits) : Mask.NONE);
  }

  Masks withAlpha(Mask other) {
    return new Masks(red, green, blue, other);
  }

  int rgb(long pixel) {
    return red.of(pixel) << 16 | green.of(pixel) << 8 | blue.of(pixel);
  }

  /// The alpha of a pixel, opaque where there is no mask for it.
  int alpha(long pixel) {
    return alpha.present() ? alpha.of(pixel) : 255;
  }
}
