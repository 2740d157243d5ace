package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;

/// A bitmap of Windows or OS/2 (`[MS-WMF]` 2.2.2.9), after a file header of 14 bytes that begins
/// with `BM`.
///
/// Supported are pixels of 1, 2, 4 and 8 bits with a palette, of 16, 24 and 32 bits without, RLE4
/// and RLE8. Alpha exists only if a mask declares it: the fourth byte of a plain 32-bit pixel has
/// no meaning.
///
/// Errors: `BitmapException` if the file is invalid. Missing palette entries are black; missing
/// pixels are an error.
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

  /// Reads the header of the bitmap in the remaining bytes of a buffer, which does not change.
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

  /// The width in pixels.
  public int width() {
    return header.width();
  }

  /// The height in pixels.
  public int height() {
    return header.height();
  }

  /// Whether a mask declares alpha bits in a pixel.
  public boolean alpha() {
    return masks.alpha().present();
  }

  /// The bytes of a decoded pixel: 3 for RGB, 4 for RGBA.
  public int bands() {
    return alpha() ? 4 : 3;
  }

  /// Fills `width * height * bands` bytes from the position of `pixels`, which does not move. Rows
  /// run from top to bottom; colours are not premultiplied.
  ///
  /// Errors: `IllegalArgumentException` if there is no room for them; `BitmapException`, possibly
  /// after some were filled.
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
