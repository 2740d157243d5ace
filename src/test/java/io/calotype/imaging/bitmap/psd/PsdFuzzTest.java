package io.calotype.imaging.bitmap.psd;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.imaging.bitmap.BitmapException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/// A Photoshop document: it is decoded into exactly the room that it asks for, or refused.
public final class PsdFuzzTest extends FuzzTarget {
  private static final int MOST_PIXELS = 1 << 16;

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            PsdFile.of(0, 1, 1, 3).picture(0, 160),
            PsdFile.of(1, 8, 2, 2).transparent().picture(0, 1, 2, 3, 4),
            PsdFile.of(1, 16, 2, 1).transparentBlock().picture(0, 1, 2, 3, 4),
            PsdFile.of(1, 32, 1, 1).picture(0, 63, 0, 0, 0),
            PsdFile.of(2, 8, 1, 2).palette(1, 2, 3, 4, 5, 6).resource(1047, 0, 1).picture(0, 1, 0),
            PsdFile.of(3, 8, 3, 1).resource(1039, 7, 8, 9).picture(0, 1, 2, 3),
            PsdFile.of(4, 8, 4, 1).picture(0, 1, 2, 3, 4),
            PsdFile.of(7, 8, 5, 1).picture(0, 1, 2, 3, 4, 5),
            PsdFile.of(9, 8, 3, 1).resource(1057, 0, 0, 0, 1, 0).picture(0, 1, 2, 3),
            PsdFile.of(1, 8, 1, 6).picture(1, 0, 7, 254, 9, 128, 2, 1, 2, 3),
            PsdFile.of(1, 8, 1, 2).large().transparent().picture(1, 0, 0, 0, 2, 255, 9))
        .map(PsdFile::bytes);
  }

  @Override
  public void check(byte[] sent) {
    try {
      decode(Psd.read(ByteBuffer.wrap(sent)));
    } catch (BitmapException refused) {
      require(refused.getMessage() != null, refused);
    }
  }

  private static void decode(Psd psd) {
    long pixels = (long) psd.width() * psd.height();
    require(pixels > 0 && pixels * psd.bands() <= Integer.MAX_VALUE, pixels);
    if (pixels <= MOST_PIXELS) {
      psd.decode(ByteBuffer.allocate((int) pixels * psd.bands()));
    }
  }
}
