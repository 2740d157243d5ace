package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.SrgbCurve;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An embedded colour profile, read as far as needed to detect sRGB (ICC.1:2022).
///
/// A profile is sRGB by its numbers: its colorants are those of sRGB under D50 within
/// [#COLORANT_TOLERANCE], and its curves match the sRGB curve within [#CURVE_TOLERANCE] of the
/// encoded range. Names are ignored. Setting up a transform without effect costs more than encoding
/// a thumbnail.
public final class IccProfile {
  private static final double COLORANT_TOLERANCE = 0.003;
  private static final double CURVE_TOLERANCE = 1.5 / 255;
  private static final int SAMPLES = 64;
  private static final int MAX_NAME = 60;
  private static final int TAG_TABLE = 128;
  private static final int TAG_BYTES = 12;
  private static final int MAX_TAGS = 100;
  private static final double[][] COLORANTS = {
    {0.4361, 0.2225, 0.0139}, {0.3851, 0.7169, 0.0971}, {0.1431, 0.0606, 0.7141}
  };

  private final ByteBuffer bytes;

  private IccProfile(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// Whether this profile is equivalent to sRGB; false if it cannot be read.
  public static boolean srgb(byte[] profile) {
    try {
      return new IccProfile(ByteBuffer.wrap(profile)).srgb();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return false;
    }
  }

  /// The description in the profile, at most [#MAX_NAME] characters; empty if it has none.
  public static String name(byte[] profile) {
    try {
      return new IccProfile(ByteBuffer.wrap(profile)).name();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return "";
    }
  }

  /// The code points in the profile's tag `cicp` (ICC.1:2022 section 9.2.17), which accompany its
  /// curves. Empty if there are none, or the profile is not of RGB.
  public static Optional<Cicp> cicp(byte[] profile) {
    try {
      return new IccProfile(ByteBuffer.wrap(profile)).cicp();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Cicp> cicp() {
    return tag("cicp")
        .filter(at -> text(16).equals("RGB ") && text(at).equals("cicp"))
        .map(at -> new Cicp(bytes.get(at + 8), bytes.get(at + 9), bytes.get(at + 11) != 0));
  }

  /// Reads types `desc` (ICC.1:2001 section 6.5.17) and `mluc` (ICC.1:2022 section 10.15), of which
  /// the first record counts.
  private String name() {
    int at = tag("desc").orElseThrow(IllegalArgumentException::new);
    boolean plain = text(at).equals("desc");
    int length = plain ? bytes.getInt(at + 8) - 1 : bytes.getInt(at + 20);
    int from = plain ? at + 12 : at + bytes.getInt(at + 24);
    byte[] text = new byte[Math.clamp(length, 0, plain ? MAX_NAME : 2 * MAX_NAME)];
    bytes.get(from, text);
    String name = new String(text, plain ? StandardCharsets.US_ASCII : StandardCharsets.UTF_16BE);
    return name.replaceAll("[^\\x20-\\x7e]", "").strip();
  }

  private boolean srgb() {
    return text(16).equals("RGB ")
        && text(20).equals("XYZ ")
        && tag("A2B0").isEmpty()
        && channel(COLORANTS[0], "rXYZ", "rTRC")
        && channel(COLORANTS[1], "gXYZ", "gTRC")
        && channel(COLORANTS[2], "bXYZ", "bTRC");
  }

  private boolean channel(double[] expected, String colorant, String curve) {
    return tag(colorant).filter(at -> near(at, expected)).isPresent()
        && tag(curve).filter(this::srgbCurve).isPresent();
  }

  private boolean near(int at, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (Math.abs(fixed(at + 8 + 4 * i) - expected[i]) > COLORANT_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private boolean srgbCurve(int at) {
    for (int i = 0; i <= SAMPLES; i++) {
      double encoded = (double) i / SAMPLES;
      double off = Math.abs(SrgbCurve.encoded(IccCurve.at(bytes, at, encoded)) - encoded);
      if (!(off <= CURVE_TOLERANCE)) { // true for NaN too, the result of an undefined curve value
        return false;
      }
    }
    return true;
  }

  private Optional<Integer> tag(String signature) {
    int count = Math.min(bytes.getInt(TAG_TABLE), MAX_TAGS);
    for (int i = 0; i < count; i++) {
      int entry = TAG_TABLE + 4 + TAG_BYTES * i;
      if (text(entry).equals(signature)) {
        return Optional.of(bytes.getInt(entry + 4));
      }
    }
    return Optional.empty();
  }

  private String text(int at) {
    byte[] four = new byte[4];
    bytes.get(at, four);
    return new String(four, StandardCharsets.US_ASCII);
  }

  private double fixed(int at) {
    return bytes.getInt(at) / 65536.0;
  }
}
