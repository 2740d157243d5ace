package io.calotype.video;

import java.time.Duration;

/// Chooses the frame that stands for a video, by a few frames of it that are small and grey.
final class Scout {
  /// The side of a small frame in pixels.
  static final int SIDE = 32;

  /// How many of them are looked at.
  static final int FRAMES = 24;

  /// How many of them are taken of a second.
  static final int RATE = 10;

  private static final int FRAME_BYTES = SIDE * SIDE;

  /// With less contrast, from 0 to 128, there is nothing on a frame: it is black, or grey.
  private static final double FLAT = 4;

  /// A frame is as good as the best one with that much of its contrast.
  private static final double GOOD = 0.7;

  private Scout() {}

  /// What was chosen.
  ///
  /// @param after how long after the first of the frames
  /// @param flat whether there is next to nothing on it
  record Choice(Duration after, boolean flat) {}

  /// The first frame that is about as rich in contrast as the best one. `frames` has at least one:
  /// a byte for each pixel, 0 is black.
  static Choice choose(byte[] frames) {
    int count = frames.length / FRAME_BYTES;
    double best = 0;
    for (int i = 0; i < count; i++) {
      best = Math.max(best, contrast(frames, i));
    }
    int chosen = 0;
    while (contrast(frames, chosen) < GOOD * best) {
      chosen++;
    }
    return new Choice(Duration.ofMillis(chosen * 1000L / RATE), best < FLAT);
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
