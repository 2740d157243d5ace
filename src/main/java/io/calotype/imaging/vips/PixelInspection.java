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
    byte[] upper = row();
    byte[] lower = row();
    for (int y = 0; y + 1 < height; y += step) {
      read(y, upper);
      read(y + 1, lower);
      for (int at = 0; at + bands < upper.length; at += 2 * bands) {
        places++;
        fine += steep(upper, lower, at, at + bands) ? 1 : 0;
      }
    }
    return fine > places * FINE_SHARE;
  }

  /// Whether a colour difference varies visibly in the pixels at `left` and `right` of two rows.
  ///
  /// The ranges of red, green and blue bound it. In most blocks that decides, at a third of the
  /// cost: a renderer has the fast compiler only, and the same results are needed for the same
  /// bytes.
  private static boolean steep(byte[] upper, byte[] lower, int left, int right) {
    int red = range(upper[left], upper[right], lower[left], lower[right]);
    int green = range(upper[left + 1], upper[right + 1], lower[left + 1], lower[right + 1]);
    int blue = range(upper[left + 2], upper[right + 2], lower[left + 2], lower[right + 2]);
    boolean possible =
        169 * red + 331 * green + 500 * blue > VISIBLE_STEP * 1000
            || 500 * red + 419 * green + 81 * blue > VISIBLE_STEP * 1000;
    return possible && steepExactly(upper, lower, left, right);
  }

  /// The range of four unsigned samples.
  private static int range(byte a, byte b, byte c, byte d) {
    return range(a & 0xFF, b & 0xFF, c & 0xFF, d & 0xFF);
  }

  private static boolean steepExactly(byte[] upper, byte[] lower, int left, int right) {
    int blue1 = blueness(upper, left);
    int blue2 = blueness(upper, right);
    int blue3 = blueness(lower, left);
    int blue4 = blueness(lower, right);
    int red1 = redness(upper, left);
    int red2 = redness(upper, right);
    int red3 = redness(lower, left);
    int red4 = redness(lower, right);
    return Math.max(range(blue1, blue2, blue3, blue4), range(red1, red2, red3, red4))
        > VISIBLE_STEP * 1000;
  }

  /// Thousandths of Cb (BT.601).
  private static int blueness(byte[] row, int at) {
    return -169 * (row[at] & 0xFF) - 331 * (row[at + 1] & 0xFF) + 500 * (row[at + 2] & 0xFF);
  }

  /// Thousandths of Cr (BT.601).
  private static int redness(byte[] row, int at) {
    return 500 * (row[at] & 0xFF) - 419 * (row[at + 1] & 0xFF) - 81 * (row[at + 2] & 0xFF);
  }

  private static int range(int a, int b, int c, int d) {
    return Math.max(Math.max(a, b), Math.max(c, d)) - Math.min(Math.min(a, b), Math.min(c, d));
  }

  /// Whether the picture has at most `limit` colours, counted by five bits a sample.
  boolean fewColours(int limit) {
    BitSet seen = new BitSet();
    int step = (int) Math.max(1, (long) width * height / MAX_LOOKED_AT);
    int count = 0;
    byte[] row = row();
    for (int y = 0; y < height && count <= limit; y += step) {
      read(y, row);
      for (int at = 0; at < row.length; at += bands) {
        int colour = coarse(row, at);
        if (!seen.get(colour)) {
          seen.set(colour);
          count++;
        }
      }
    }
    return count <= limit;
  }

  private int coarse(byte[] row, int at) {
    int colour = 0;
    for (int band = 0; band < bands; band++) {
      colour = colour << 5 | (row[at + band] & 0xFF) >> 3;
    }
    return colour;
  }

  /// The root-mean-square difference to a picture of the same size, in levels.
  double difference(PixelInspection other) {
    if (other.width != width || other.height != height || other.bands != bands) {
      return Double.MAX_VALUE;
    }
    long sum = 0;
    byte[] ours = row();
    byte[] theirs = row();
    for (int y = 0; y < height; y++) {
      read(y, ours);
      other.read(y, theirs);
      for (int at = 0; at < ours.length; at++) {
        int off = (ours[at] & 0xFF) - (theirs[at] & 0xFF);
        sum += (long) off * off;
      }
    }
    return Math.sqrt((double) sum / ((long) width * height * bands));
  }

  private byte[] row() {
    return new byte[width * bands];
  }

  /// Copies row `y` to the heap: without the best compiler, each access to a segment costs a call.
  private void read(int y, byte[] row) {
    MemorySegment.copy(
        pixels, ValueLayout.JAVA_BYTE, (long) y * row.length, row, /* dstIndex= */ 0, row.length);
  }
}
