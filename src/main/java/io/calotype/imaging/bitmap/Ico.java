package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An icon or a cursor of Windows: a directory of pictures, of which the largest counts, and of
/// equally large ones the deepest.
///
/// A file of little-endian numbers: 0, type 1 or 2, the number of entries, and entries of 16 bytes
/// that have a length at 8 and an offset at 12. What else an entry says is not looked at: the
/// pictures know better. One that cannot be read is passed over while there is another; those after
/// the first [#MOST_PICTURES] are not looked at.
///
/// Errors: `BitmapException` where the file is not what it should be.
public final class Ico {
  private static final int DIRECTORY = 6;
  private static final int ENTRY = 16;
  private static final int MOST_PICTURES = 256;

  private final IcoPicture picture;

  private Ico(IcoPicture picture) {
    this.picture = picture;
  }

  /// The icon that is all that remains of a buffer, which stays as it is.
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

  /// Pixels from left to right.
  public int width() {
    return picture.width();
  }

  /// Pixels from top to bottom.
  public int height() {
    return picture.height();
  }

  /// The picture as the file has it, where it is a PNG: a part of the buffer that was read.
  public Optional<ByteBuffer> png() {
    return picture instanceof IcoPicture.Png png
        ? Optional.of(png.file().part(0, png.file().length()))
        : Optional.empty();
  }

  /// Fills `width * height * 4` bytes from the position of `rgba`, which does not move: rows top to
  /// bottom, not premultiplied.
  ///
  /// Errors: `IllegalArgumentException` where there is no room for them; `IllegalStateException`
  /// where [#png] has the picture.
  public void decode(ByteBuffer rgba) {
    switch (picture) {
      case IcoPicture.Png _ -> throw new IllegalStateException("a PNG");
      case IcoPicture.Dib dib -> dib.decode(rgba);
    }
  }
}
