package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.SrgbCurve;
import java.util.List;

/// The relation of encoded levels to linear light.
public sealed interface TransferFunction {
  /// Linear light for a level of 0 to 1; 1 is diffuse white.
  double light(double level);

  /// The brightest light that the function distinguishes: 1, or more for a high dynamic range.
  default double peak() {
    return 1;
  }

  /// Whether it is close enough to the sRGB curve to be treated as that.
  default boolean srgb() {
    return false;
  }

  /// A curve of a standard.
  enum Standard implements TransferFunction {
    SRGB {
      @Override
      public double light(double level) {
        return SrgbCurve.light(level);
      }

      @Override
      public boolean srgb() {
        return true;
      }
    },
    LINEAR {
      @Override
      public double light(double level) {
        return level;
      }
    },
    /// SMPTE ST 428-1, digital cinema.
    ST428 {
      @Override
      public double light(double level) {
        return Math.pow(level, 2.6) * 52.37 / 48;
      }
    },
    /// SMPTE ST 2084, whose levels are absolute luminance.
    PQ {
      @Override
      public double light(double level) {
        double root = Math.pow(level, 1 / 78.84375);
        double share = Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root);
        return 10_000 * Math.pow(share, 1 / 0.1593017578125) / WHITE;
      }

      @Override
      public double peak() {
        return PEAK / WHITE;
      }
    },
    /// Hybrid log-gamma (ITU-R BT.2100), with the system gamma of a display of [#PEAK].
    HLG {
      @Override
      public double light(double level) {
        double scene =
            level <= 0.5
                ? level * level / 3
                : (Math.exp((level - 0.55991073) / 0.17883277) + 0.28466892) / 12;
        return Math.pow(scene, 1.2) * peak();
      }

      @Override
      public double peak() {
        return PEAK / WHITE;
      }
    };

    /// Diffuse white, and the brightest light that is distinguished, in cd/m² (ITU-R BT.2408).
    private static final double WHITE = 203;

    private static final double PEAK = 1000;
  }

  /// A power of the level.
  record Gamma(double exponent) implements TransferFunction {
    private static final double USUAL = 2.2;

    @Override
    public double light(double level) {
      return Math.pow(level, exponent);
    }

    /// Files state 2.2 to mean sRGB (PNG third edition, section 11.3.2.5). Accepts 5% around it, as
    /// browsers do.
    @Override
    public boolean srgb() {
      return Math.abs(exponent / USUAL - 1) <= 0.05;
    }
  }

  /// Light for equidistant levels, interpolated.
  record Sampled(List<Double> points) implements TransferFunction {
    public Sampled {
      points = List.copyOf(points);
      if (points.size() < 2) {
        throw new IllegalArgumentException("a curve of " + points.size() + " points");
      }
    }

    @Override
    public double light(double level) {
      double position = level * (points.size() - 1);
      int below = Math.min((int) position, points.size() - 2);
      double low = points.get(below);
      return low + (points.get(below + 1) - low) * (position - below);
    }
  }

  /// Levels of limited range, 16 to 235 of 255 (ITU-T H.273 section 8.3).
  record Limited(TransferFunction full) implements TransferFunction {
    private static final double BLACK = 16;
    private static final double STEPS = 219;

    @Override
    public double light(double level) {
      return full.light(Math.clamp((255 * level - BLACK) / STEPS, 0, 1));
    }

    @Override
    public double peak() {
      return full.peak();
    }
  }
}
