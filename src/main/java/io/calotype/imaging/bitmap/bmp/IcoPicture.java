package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import io.calotype.imaging.bitmap.png.PngHeader;
import java.nio.ByteBuffer;
import java.util.Comparator;

/// A picture in an icon.
sealed interface IcoPicture {
  /// Orders pictures by size, and pictures of the same size by depth, both ascending.
  Comparator<IcoPicture> WORTH =
      Comparator.comparingLong((IcoPicture picture) -> (long) picture.width() * picture.height())
          .thenComparingInt(IcoPicture::depth);

  int width();

  int height();

  /// The bits of a pixel.
  int depth();

  /// Reads the picture that fills a buffer.
  ///
  /// Errors: `BitmapException` if it is neither a PNG nor a bitmap with all of its pixels.
  static IcoPicture read(ByteBuffer picture) {
    return PngHeader.signed(picture)
        ? Png.read(CheckedBytes.bigEndian(picture))
        : Dib.read(CheckedBytes.littleEndian(picture));
  }

  /// A PNG file, of which only the header is read.
  record Png(CheckedBytes file, int width, int height, int depth) implements IcoPicture {
    static Png read(CheckedBytes file) {
      PngHeader header = PngHeader.read(file);
      return new Png(file, header.width(), header.height(), header.depth());
    }
  }

  /// A bitmap without a file header. The AND mask follows its pixels: one bit for each pixel, set
  /// if the pixel is transparent.
  record Dib(CheckedBytes file, DibHeader header, ChannelMasks masks) implements IcoPicture {
    private static final ChannelMask FOURTH = new ChannelMask(24, 255);

    static Dib read(CheckedBytes file) {
      DibHeader header = DibHeader.read(file, 0).halved();
      if (header.compression().runs()) {
        throw new BitmapException("icon in " + header.compression());
      }
      Dib dib = new Dib(file, header, masks(file, header));
      dib.rows().require();
      if (!dib.alpha()) {
        dib.mask().require();
      }
      return dib;
    }

    private static ChannelMasks masks(CheckedBytes file, DibHeader header) {
      ChannelMasks masks = header.masks(file);
      boolean plain = header.bits() == 32 && !header.compression().masked();
      return plain ? masks.withAlpha(FOURTH) : masks;
    }

    @Override
    public int width() {
      return header.width();
    }

    @Override
    public int height() {
      return header.height();
    }

    @Override
    public int depth() {
      return header.bits();
    }

    /// Fills four bytes for each pixel. If the fourth byte is 0 everywhere, it is not alpha: such
    /// pictures predate alpha in icons.
    void decode(ByteBuffer rgba) {
      Canvas canvas = new Canvas(rgba, header, 4);
      if (header.indexed()) {
        rows().paint(new Palette(file, header, file.length()), canvas);
      } else {
        rows().paint(masks, canvas);
      }
      if (!alpha() || rows().blank(masks.alpha())) {
        mask().paint(canvas);
      }
    }

    private boolean alpha() {
      return masks.alpha().present();
    }

    private Rows rows() {
      long palette = (long) header.entries() * header.entryBytes();
      return new Rows(file, header, header.end() + palette);
    }

    private AndMask mask() {
      return new AndMask(file, header, rows().end());
    }
  }
}
