package io.calotype.video;

import java.time.Duration;

/// Selects the poster frame of a video among small grey copies of some of its frames.
final class PosterSelector {
  /// Side of a small frame in pixels.
  static final int SIDE = 32;

  /// Number of frames examined.
  static final int FRAMES = 24;

  /// Frames taken per second.
  static final int RATE = 10;

  private static final int FRAME_BYTES = SIDE * SIDE;

  /// A frame with less contrast (the maximum is 128) is black, grey, or in the middle of a fade.
  private static final double POOR = 12;

  /// A frame with this share of the best frame's contrast is as good.
  private static final double GOOD = 0.7;

  private PosterSelector() {}

  /// A frame of a video.
  ///
  /// @param at its presentation time
  /// @param contrast the standard deviation of its pixels
  /// @param late whether the frames before it have little contrast
  record Choice(Duration at, double contrast, boolean late) {
    /// The first frame, with unknown contrast.
    static final Choice NONE = new Choice(Duration.ZERO, 0, false);

    /// Returns whether the frame has little contrast.
    boolean poor() {
      return contrast < POOR;
    }

    /// Returns whether it has so much more contrast than `other` that a later poster is justified.
    boolean clearlyBeats(Choice other) {
      return contrast > 2 * other.contrast;
    }

    /// Returns the same frame, marked as preceded by frames of little contrast.
    Choice afterLittle() {
      return new Choice(at, contrast, true);
    }
  }

  /// Returns the first frame whose contrast is close to the best. `frames` has at least one frame,
  /// the first one at `start`: a byte for each pixel, 0 is black.
  static Choice choose(Duration start, byte[] frames) {
    int count = frames.length / FRAME_BYTES;
    double best = 0;
    for (int i = 0; i < count; i++) {
      best = Math.max(best, contrast(frames, i));
    }
    int chosen = 0;
    while (contrast(frames, chosen) < GOOD * best) {
      chosen++;
    }
    boolean late = contrast(frames, 0) < POOR && best >= POOR;
    return new Choice(start.plusMillis(chosen * 1000L / RATE), contrast(frames, chosen), late);
  }

  /// Returns the standard deviation of a frame's pixels.
  private static double contrast(byte[] frames, int index) {
    long sum = 0;
    long squares = 0;
    for (int i = index * FRAME_BYTES; i < (index + 1) * FRAME_BYTES; i++) {
      int grey = Byte.toUnsignedInt(frames[i]);
      sum += grey;
      squares += (long) grey * grey;
    }
    double mean = (double) sum / FRAME_BYTES;
    return Math.sqrt(Math.max(0, (double) squares / FRAME_BYTES - mean * mean));
  }
}
