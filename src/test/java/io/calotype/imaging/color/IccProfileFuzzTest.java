package io.calotype.imaging.color;

import io.calotype.fuzz.FuzzTarget;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/// A colour profile, and a tone curve in an otherwise perfect one: what passes for sRGB is.
public final class IccProfileFuzzTest extends FuzzTarget {
  private static final int[] SRGB = {
    28_581, 14_582, 911, 25_238, 46_983, 6_364, 9_378, 3_971, 46_799
  };
  private static final int FIRST_TAG = 132 + 6 * 12;
  private static final int CURVE = FIRST_TAG + 60;

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.concat(
        Stream.of(
                "706172610000000000030000000266660000f2a700000d59000013d000000a5b",
                "63757276000000000000000102330000",
                "6375727600000000000000020000ffff",
                "63757276000000000000000000000000")
            .map(HexFormat.of()::parseHex),
        Stream.of(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData()));
  }

  @Override
  public void check(byte[] sent) {
    IccProfile.srgb(sent);
    byte[] profile = profile(sent);
    if (IccProfile.srgb(profile)) {
      requireCurve(ByteBuffer.wrap(profile));
    }
  }

  /// Never falling by more than the tolerance, from black to white.
  private static void requireCurve(ByteBuffer profile) {
    double last = 0;
    for (int i = 0; i <= 64; i++) {
      double linear = IccCurve.at(profile, CURVE, i / 64.0);
      require(linear >= last - 0.02 && linear <= 1.02, i + ": " + linear);
      last = linear;
    }
    require(last > 0.98, last);
  }

  private static byte[] profile(byte[] curve) {
    ByteBuffer bytes = ByteBuffer.allocate(CURVE + curve.length);
    bytes.put(16, ascii("RGB XYZ ")).putInt(128, 6);
    for (int i = 0; i < 3; i++) {
      int at = FIRST_TAG + 20 * i;
      tag(bytes, i, "rgb".charAt(i) + "XYZ", at);
      tag(bytes, i + 3, "rgb".charAt(i) + "TRC", CURVE);
      for (int j = 0; j < 3; j++) {
        bytes.putInt(at + 8 + 4 * j, SRGB[3 * i + j]);
      }
    }
    return bytes.put(CURVE, curve).array();
  }

  private static void tag(ByteBuffer bytes, int index, String signature, int at) {
    bytes.put(132 + 12 * index, ascii(signature)).putInt(132 + 12 * index + 4, at);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
