package io.calotype.imaging.vips;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/// A look at the pixels of a finished picture, to choose how it is written (ADR-0009).
///
/// @param pixels 8 bits a sample, rows from top to bottom, the bands of a pixel together
record PixelInspection(MemorySegment pixels, int width, int height, int bands) {
  private static final int COLOURS = 3;

  /// How many pixels are looked at, at the most: of a larger picture, some rows.
  private static final long MAX_LOOKED_AT = 1 << 20;

  /// By how many levels a colour difference (Cb or Cr) varies within two by two pixels that
  /// subsampling would show.
  private static final int VISIBLE_STEP = 64;

  /// The share of such places from which on colours are not subsampled: photographs have 0.02% at
  /// the most, drawings 0.3% and more.
  private static final double FINE_SHARE = 0.001;

  /// Computes `picture`, and looks at it.
  static PixelInspection of(Raster picture) {
    Raster kept = picture.inMemory();
    return new PixelInspection(kept.data(), kept.width(), kept.height(), kept.bands());
  }

  /// Whether its colours have edges that would show if they were stored at half the resolution.
  boolean fineColours() {
    if (bands < COLOURS) {
      return false;
    }
    long places = 0;
    long fine = 0;
    int step = 2 * (int) Math.max(1, (long) width * height / MAX_LOOKED_AT);
    for (int y = 0; y + 1 < height; y += step) {
      for (int x = 0; x + 1 < width; x += 2) {
        places++;
        fine += steep(x, y) ? 1 : 0;
      }
    }
    return fine > places * FINE_SHARE;
  }

  private boolean steep(int x, int y) {
    int minBlue = Integer.MAX_VALUE;
    int maxBlue = Integer.MIN_VALUE;
    int minRed = Integer.MAX_VALUE;
    int maxRed = Integer.MIN_VALUE;
    for (int i = 0; i < 4; i++) {
      long at = at(x + (i & 1), y + (i >> 1));
      int red = sample(at);
      int green = sample(at + 1);
      int blue = sample(at + 2);
      int blueness = -169 * red - 331 * green + 500 * blue; // thousandths of Cb and Cr (BT.601)
      int redness = 500 * red - 419 * green - 81 * blue;
      minBlue = Math.min(minBlue, blueness);
      maxBlue = Math.max(maxBlue, blueness);
      minRed = Math.min(minRed, redness);
      maxRed = Math.max(maxRed, redness);
    }
    return Math.max(maxBlue - minBlue, maxRed - minRed) > VISIBLE_STEP * 1000;
  }

  /// Whether it has so few colours, counted by five bits a sample, that a palette may do.
  boolean fewColours(int limit) {
    BitSet seen = new BitSet();
    int step = (int) Math.max(1, (long) width * height / MAX_LOOKED_AT);
    int count = 0;
    for (int y = 0; y < height && count <= limit; y += step) {
      for (int x = 0; x < width; x++) {
        int colour = coarse(at(x, y));
        if (!seen.get(colour)) {
          seen.set(colour);
          count++;
        }
      }
    }
    return count <= limit;
  }

  private int coarse(long at) {
    int colour = 0;
    for (int band = 0; band < bands; band++) {
      colour = colour << 5 | sample(at + band) >> 3;
    }
    return colour;
  }

  /// The root of the mean squared difference to a picture of the same size, in levels.
  double difference(PixelInspection other) {
    if (other.width != width || other.height != height || other.bands != bands) {
      return Double.MAX_VALUE;
    }
    long sum = 0;
    long samples = (long) width * height * bands;
    for (long at = 0; at < samples; at++) {
      int off = sample(at) - other.sample(at);
      sum += (long) off * off;
    }
    return Math.sqrt((double) sum / samples);
  }

  private long at(int x, int y) {
    return ((long) y * width + x) * bands;
  }

  private int sample(long at) {
    return Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, at));
  }
}
