package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Windows icon or cursor: a directory of pictures. The largest picture is used, and among
/// equally large ones the deepest.
///
/// All numbers are little-endian: 0, type 1 or 2, the number of entries, and entries of 16 bytes
/// with a length at 8 and an offset at 12. Other fields of an entry are ignored, because the
/// pictures are more reliable. A picture that cannot be read is skipped if there is another one.
/// Pictures after the first [#MOST_PICTURES] are ignored.
///
/// Errors: `BitmapException` if the file is invalid.
public final class Ico {
  private static final int DIRECTORY = 6;
  private static final int ENTRY = 16;
  private static final int MOST_PICTURES = 256;

  private final IcoPicture picture;

  private Ico(IcoPicture picture) {
    this.picture = picture;
  }

  /// Reads the icon in the remaining bytes of a buffer, which does not change.
  public static Ico read(ByteBuffer file) {
    CheckedBytes bytes = CheckedBytes.littleEndian(file);
    int type = bytes.u16(2);
    if (bytes.u16(0) != 0 || (type != 1 && type != 2)) {
      throw new BitmapException("not an icon");
    }
    int count = bytes.u16(4);
    bytes.within(DIRECTORY, (long) ENTRY * count);
    return new Ico(best(bytes, Math.min(count, MOST_PICTURES)));
  }

  private static IcoPicture best(CheckedBytes file, int count) {
    IcoPicture best = null;
    BitmapException broken = new BitmapException("icon without a picture");
    for (int i = 0; i < count; i++) {
      try {
        best = better(best, entry(file, DIRECTORY + ENTRY * i));
      } catch (BitmapException e) {
        broken = e;
      }
    }
    if (best == null) {
      throw broken;
    }
    return best;
  }

  private static IcoPicture entry(CheckedBytes file, int at) {
    return IcoPicture.read(file.part(file.u32(at + 12), file.u32(at + 8)));
  }

  private static IcoPicture better(@Nullable IcoPicture one, IcoPicture other) {
    return one == null || IcoPicture.WORTH.compare(one, other) < 0 ? other : one;
  }

  /// The width in pixels.
  public int width() {
    return picture.width();
  }

  /// The height in pixels.
  public int height() {
    return picture.height();
  }

  /// The PNG file of the picture, if it is one: a part of the buffer that was read.
  public Optional<ByteBuffer> png() {
    return picture instanceof IcoPicture.Png png
        ? Optional.of(png.file().part(0, png.file().length()))
        : Optional.empty();
  }

  /// Fills `width * height * 4` bytes from the position of `rgba`, which does not move. Rows run
  /// from top to bottom; colours are not premultiplied.
  ///
  /// Errors: `IllegalArgumentException` if there is no room for them; `IllegalStateException` if
  /// the picture is a PNG, which [#png] returns.
  public void decode(ByteBuffer rgba) {
    switch (picture) {
      case IcoPicture.Png _ -> throw new IllegalStateException("a PNG");
      case IcoPicture.Dib dib -> dib.decode(rgba);
    }
  }
}
