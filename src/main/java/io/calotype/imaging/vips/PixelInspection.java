package io.calotype.imaging.vips;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/// Inspects the pixels of a finished picture, to choose the encoder parameters (ADR-0009).
///
/// @param pixels 8 bits a sample, rows from top to bottom, the bands of a pixel together
record PixelInspection(MemorySegment pixels, int width, int height, int bands) {
  private static final int COLOURS = 3;

  /// The approximate number of pixels to inspect: a larger picture is inspected in a part of its
  /// rows.
  private static final long MAX_LOOKED_AT = 1 << 20;

  /// The variation of a colour difference (Cb or Cr) within two by two pixels, in levels, above
  /// which subsampling is visible.
  private static final int VISIBLE_STEP = 64;

  /// The share of such blocks above which colours are not subsampled: photographs have at most
  /// 0.02%, drawings 0.3% and more.
  private static final double FINE_SHARE = 0.001;

  /// Computes `picture` into memory for inspection.
  static PixelInspection of(Raster picture) {
    Raster kept = picture.inMemory();
    return new PixelInspection(kept.data(), kept.width(), kept.height(), kept.bands());
  }

  /// Whether the picture has colour edges that would show if colours were stored at half the
  /// resolution.
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

  /// Whether the picture has at most `limit` colours, counted by five bits a sample.
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

  /// The root-mean-square difference to a picture of the same size, in levels.
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
