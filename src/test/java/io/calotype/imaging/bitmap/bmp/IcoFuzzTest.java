package io.calotype.imaging.bitmap.bmp;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.png.PngFile;
import io.calotype.imaging.bitmap.png.PngHeader;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/// An icon: it is decoded into exactly the room that it asks for, or has a PNG, or is refused.
public final class IcoFuzzTest extends FuzzTarget {
  private static final int MOST_PIXELS = 1 << 16;

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            IcoFile.icon()
                .picture(BmpFile.of(40, 2, 1, 1).palette(1, 2).icon(0, 0, 0, 0))
                .picture(BmpFile.of(12, 2, 1, 24).icon(0, 0, 0, 0)),
            IcoFile.icon().picture(BmpFile.of(40, 2, -2, 32).icon()),
            IcoFile.cursor().picture(PngFile.grey(3, 3).image(3, 3, 0).bytes()))
        .map(IcoFile::bytes);
  }

  @Override
  public void check(byte[] sent) {
    try {
      decode(Ico.read(ByteBuffer.wrap(sent)));
    } catch (BitmapException refused) {
      require(refused.getMessage() != null, refused);
    }
  }

  private static void decode(Ico ico) {
    long pixels = (long) ico.width() * ico.height();
    require(pixels > 0 && pixels * 4 <= Integer.MAX_VALUE, pixels);
    if (ico.png().isPresent()) {
      require(PngHeader.signed(ico.png().get()), pixels);
    } else if (pixels <= MOST_PIXELS) {
      ico.decode(ByteBuffer.allocate((int) pixels * 4));
    }
  }
}
