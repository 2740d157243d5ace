package io.calotype.imaging.bitmap.bmp;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.imaging.bitmap.BitmapException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/// A bitmap: it is decoded into exactly the room that it asks for, or refused.
public final class BmpFuzzTest extends FuzzTarget {
  private static final int MOST_PIXELS = 1 << 16;

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            BmpFile.of(12, 5, 3, 24),
            BmpFile.of(16, 5, 3, 4),
            BmpFile.of(40, 3, -2, 1).palette(1, 2),
            BmpFile.of(40, 3, 2, 8).compression(1).palette(1, 2).data(3, 1, 0, 2, 0, 1, 0, 1),
            BmpFile.of(40, 3, 2, 4).compression(2).palette(1, 2).data(0, 3, 1, 1, 0, 0, 0, 1),
            BmpFile.of(40, 2, 2, 16).masks(0xf800, 0x7e0, 0x1f),
            BmpFile.of(124, 2, 2, 32).masks(0xff, 0xff00, 0xff0000, 0xff000000L))
        .map(BmpFile::bytes);
  }

  @Override
  public void check(byte[] sent) {
    try {
      decode(Bmp.read(ByteBuffer.wrap(sent)));
    } catch (BitmapException refused) {
      require(refused.getMessage() != null, refused);
    }
  }

  private static void decode(Bmp bmp) {
    long pixels = (long) bmp.width() * bmp.height();
    require(pixels > 0 && pixels * bmp.bands() <= Integer.MAX_VALUE, pixels);
    if (pixels <= MOST_PIXELS) {
      bmp.decode(ByteBuffer.allocate((int) pixels * bmp.bands()));
    }
  }
}
