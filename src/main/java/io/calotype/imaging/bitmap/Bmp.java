package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;

/// A picture whose pixels are plain bytes: a bitmap of Windows or OS/2 (`[MS-WMF]` 2.2.2.9, and the
/// file header of 14 bytes before it that begins with `BM`).
///
/// Pixels of 1, 2, 4 and 8 bits with a palette, of 16, 24 and 32 bits without, RLE4 and RLE8. Alpha
/// is what a mask says it is: the fourth byte of a plain pixel of 32 bits means nothing.
///
/// Errors: `BitmapException` where the file is not what it should be. What is missing of a palette
/// is black; what is missing of the pixels is refused.
public final class Bmp {
  private static final int MAGIC = 0x4d42;
  private static final int FILE_HEADER = 14;

  private final CheckedBytes file;
  private final DibHeader header;
  private final ChannelMasks masks;
  private final long first;

  private Bmp(CheckedBytes file, DibHeader header) {
    this.file = file;
    this.header = header;
    masks = header.masks(file);
    first = file.u32(10);
  }

  /// The bitmap that is all that remains of a buffer, which stays as it is. Only the header is
  /// read.
  public static Bmp read(ByteBuffer file) {
    CheckedBytes bytes = CheckedBytes.littleEndian(file);
    if (bytes.u16(0) != MAGIC) {
      throw new BitmapException("not a bitmap");
    }
    Bmp bmp = new Bmp(bytes, DibHeader.read(bytes, FILE_HEADER));
    bmp.check();
    return bmp;
  }

  private void check() {
    if (first < header.end()) {
      throw new BitmapException("pixels at " + first + ", within the header");
    }
    if (!header.compression().runs()) {
      rows().require();
    }
  }

  /// Pixels from left to right.
  public int width() {
    return header.width();
  }

  /// Pixels from top to bottom.
  public int height() {
    return header.height();
  }

  /// Whether a mask says which bits of a pixel are its alpha.
  public boolean alpha() {
    return masks.alpha().present();
  }

  /// The bytes of a decoded pixel: 3 for RGB, 4 for RGBA.
  public int bands() {
    return alpha() ? 4 : 3;
  }

  /// Fills `width * height * bands` bytes from the position of `pixels`, which does not move: rows
  /// top to bottom, not premultiplied.
  ///
  /// Errors: `IllegalArgumentException` where there is no room for them; `BitmapException` after
  /// some have been filled.
  public void decode(ByteBuffer pixels) {
    Canvas canvas = new Canvas(pixels, header, bands());
    if (header.compression().runs()) {
      new RunLengthDecoder(file, first, header, palette(), canvas).paint();
    } else if (header.indexed()) {
      rows().paint(palette(), canvas);
    } else {
      rows().paint(masks, canvas);
    }
  }

  private Palette palette() {
    return new Palette(file, header, first);
  }

  private Rows rows() {
    return new Rows(file, header, first);
  }
}
