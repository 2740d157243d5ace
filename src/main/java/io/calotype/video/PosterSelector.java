package io.calotype.video;

import java.time.Duration;

/// Chooses the frame that stands for a video, from some of its frames, which are small and grey.
final class PosterSelector {
  /// The side of a small frame in pixels.
  static final int SIDE = 32;

  /// The number of frames that are looked at.
  static final int FRAMES = 24;

  /// The number of frames taken of a second.
  static final int RATE = 10;

  private static final int FRAME_BYTES = SIDE * SIDE;

  /// A frame with less contrast, of at most 128, is black, grey, or in the middle of a fade.
  private static final double POOR = 12;

  /// A frame is as good as the best one with that much of its contrast.
  private static final double GOOD = 0.7;

  private PosterSelector() {}

  /// A frame of a video.
  ///
  /// @param at its presentation time
  /// @param contrast the standard deviation of its pixels
  /// @param late whether the frames before it show little
  record Choice(Duration at, double contrast, boolean late) {
    /// The first frame, of which nothing is known.
    static final Choice NONE = new Choice(Duration.ZERO, 0, false);

    /// Whether there is little to see on it.
    boolean poor() {
      return contrast < POOR;
    }

    /// Whether it shows so much more than `other` that it is worth being later.
    boolean clearlyBeats(Choice other) {
      return contrast > 2 * other.contrast;
    }

    /// The same frame, where the frames before it are known to show little.
    Choice afterLittle() {
      return new Choice(at, contrast, true);
    }
  }

  /// The first frame that is about as rich in contrast as the best one. `frames` has at least one,
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

  /// The standard deviation of a frame's pixels.
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
