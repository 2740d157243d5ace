package io.calotype.imaging;

import java.nio.ByteBuffer;

/// The dominant colour of a picture: the mean of the pixels in the most populated neighbourhood of
/// a histogram, weighted by opacity.
///
/// The histogram has [#CELLS] cells along each of red, green and blue. A neighbourhood is a block
/// of two by two by two cells. The blocks overlap, so a colour on the border of two cells weighs as
/// much as one in the middle of a cell. Of blocks of equal weight the darkest wins.
public final class DominantColor {
  /// The colour of a picture that is fully transparent.
  static final String NOTHING = "#ffffff";

  private static final int CELLS = 16;
  private static final int LEAST_ALPHA = 32;
  private static final int[] BLOCK = {0, 1, 16, 17, 256, 257, 272, 273};

  /// For each cell the weight of its pixels, and the weighted sums of red, green and blue.
  private final long[][] sums = new long[4][CELLS * CELLS * CELLS];

  private DominantColor() {}

  /// Returns the colour as `#rrggbb`.
  ///
  /// Reads `width * height * 4` bytes, not premultiplied, from the position of `rgba`, which does
  /// not move. Pixels with an alpha below [#LEAST_ALPHA] do not count. Returns `#ffffff` if no
  /// pixel counts.
  ///
  /// Errors: `IllegalArgumentException` if a side is not positive or bytes are missing.
  public static String of(int width, int height, ByteBuffer rgba) {
    if (width < 1 || height < 1 || rgba.remaining() / 4 < (long) width * height) {
      throw new IllegalArgumentException("no picture of " + width + " by " + height);
    }
    DominantColor color = new DominantColor();
    for (int i = 0; i < width * height; i++) {
      color.count(rgba, rgba.position() + 4 * i);
    }
    return color.mean(color.heaviest());
  }

  private void count(ByteBuffer rgba, int at) {
    int alpha = Byte.toUnsignedInt(rgba.get(at + 3));
    if (alpha < LEAST_ALPHA) {
      return;
    }
    int red = Byte.toUnsignedInt(rgba.get(at));
    int green = Byte.toUnsignedInt(rgba.get(at + 1));
    int blue = Byte.toUnsignedInt(rgba.get(at + 2));
    int cell = cell(red >> 4, green >> 4, blue >> 4);
    sums[0][cell] += alpha;
    sums[1][cell] += (long) alpha * red;
    sums[2][cell] += (long) alpha * green;
    sums[3][cell] += (long) alpha * blue;
  }

  private static int cell(int red, int green, int blue) {
    return (red * CELLS + green) * CELLS + blue;
  }

  /// Returns the first cell of the heaviest block.
  private int heaviest() {
    int heaviest = 0;
    for (int red = 0; red < CELLS - 1; red++) {
      for (int green = 0; green < CELLS - 1; green++) {
        for (int blue = 0; blue < CELLS - 1; blue++) {
          int cell = cell(red, green, blue);
          heaviest = block(0, cell) > block(0, heaviest) ? cell : heaviest;
        }
      }
    }
    return heaviest;
  }

  private long block(int sum, int first) {
    long total = 0;
    for (int offset : BLOCK) {
      total += sums[sum][first + offset];
    }
    return total;
  }

  private String mean(int first) {
    long weight = block(0, first);
    if (weight == 0) {
      return NOTHING;
    }
    long rgb = 0;
    for (int band = 1; band <= 3; band++) {
      rgb = rgb << 8 | (block(band, first) + weight / 2) / weight;
    }
    return String.format("#%06x", rgb);
  }
}
