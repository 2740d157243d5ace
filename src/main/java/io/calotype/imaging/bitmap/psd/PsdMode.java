package io.calotype.imaging.bitmap.psd;

import io.calotype.imaging.bitmap.BitmapException;

/// The colour mode of a Photoshop document.
enum PsdMode {
  BITMAP,
  GREY,
  INDEXED,
  RGB,
  CMYK,
  MULTICHANNEL,
  DUOTONE,
  LAB;

  static PsdMode of(int field) {
    return switch (field) {
      case 0 -> BITMAP;
      case 1 -> GREY;
      case 2 -> INDEXED;
      case 3 -> RGB;
      case 4 -> CMYK;
      case 7 -> MULTICHANNEL;
      case 8 -> DUOTONE;
      case 9 -> LAB;
      default -> throw new BitmapException("colour mode " + field);
    };
  }

  /// The number of channels, out of `channels`, that form the colours. Photoshop splits an RGB
  /// picture into three channels and a CMYK picture into four. The tints of a duotone are not
  /// documented; its specification requires grey.
  int bands(int channels) {
    return switch (this) {
      case BITMAP, GREY, INDEXED, DUOTONE -> 1;
      case RGB, LAB -> 3;
      case CMYK -> 4;
      case MULTICHANNEL -> channels >= 4 ? 4 : channels == 3 ? 3 : 1;
    };
  }
}
