package io.calotype.imaging.color;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Which embedded profiles are sRGB.
class IccProfileTest {
  private static final int[] SRGB = {
    28_581, 14_582, 911, 25_238, 46_983, 6_364, 9_378, 3_971, 46_799
  };
  private static final int[] P3 = {
    33_757, 15_806, -69, 19_132, 45_370, 2_748, 10_311, 4_364, 51_322
  };
  private static final int[] SRGB_CURVE = {157_286, 62_119, 3_417, 5_072, 2_651};
  private static final int FIRST_TAG = 132 + 6 * 12;

  @Test
  void srgb_theJavaProfile_is() {
    assertThat(IccProfile.srgb(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData())).isTrue();
  }

  @Test
  void srgb_linearLight_isNot() {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();

    assertThat(IccProfile.srgb(linear)).isFalse();
  }

  @Test
  void srgb_grey_isNot() {
    assertThat(IccProfile.srgb(ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData())).isFalse();
  }

  @Test
  void srgb_parametricCurve_is() {
    assertThat(IccProfile.srgb(profile(SRGB, parametric(SRGB_CURVE)))).isTrue();
  }

  @Test
  void srgb_displayP3_isNot() {
    assertThat(IccProfile.srgb(profile(P3, parametric(SRGB_CURVE)))).isFalse();
  }

  @Test
  void srgb_plainGamma_isNot() {
    assertThat(IccProfile.srgb(profile(SRGB, gamma(0x0233)))).isFalse();
  }

  /// The root of a negative number.
  @Test
  void srgb_curveWithoutAValue_isNot() {
    int[] negative = {157_286, -62_119, -3_417, 5_072, 0};

    assertThat(IccProfile.srgb(profile(SRGB, parametric(negative)))).isFalse();
  }

  @Test
  void srgb_noCurveAtAll_isNot() {
    assertThat(IccProfile.srgb(profile(SRGB, new byte[12]))).isFalse();
  }

  @Test
  void srgb_cutAnywhere_isNotAndDoesNotThrow() {
    byte[] whole = profile(SRGB, parametric(SRGB_CURVE));
    for (int length = 0; length < whole.length; length++) {
      assertThat(IccProfile.srgb(Arrays.copyOf(whole, length))).isFalse();
    }
  }

  /// A matrix profile: header, six tags, three colorants, one curve for all channels.
  private static byte[] profile(int[] colorants, byte[] curve) {
    ByteBuffer bytes = ByteBuffer.allocate(FIRST_TAG + 60 + curve.length);
    bytes.put(16, ascii("RGB XYZ "));
    bytes.putInt(128, 6);
    for (int i = 0; i < 3; i++) {
      String channel = "rgb".substring(i, i + 1);
      int at = FIRST_TAG + 20 * i;
      tag(bytes, i, channel + "XYZ", at);
      tag(bytes, i + 3, channel + "TRC", FIRST_TAG + 60);
      bytes.put(at, ascii("XYZ "));
      for (int j = 0; j < 3; j++) {
        bytes.putInt(at + 8 + 4 * j, colorants[3 * i + j]);
      }
    }
    return bytes.put(FIRST_TAG + 60, curve).array();
  }

  private static void tag(ByteBuffer bytes, int index, String signature, int at) {
    bytes.put(132 + 12 * index, ascii(signature));
    bytes.putInt(132 + 12 * index + 4, at);
  }

  private static byte[] parametric(int... parameters) {
    ByteBuffer curve = ByteBuffer.allocate(12 + 4 * parameters.length);
    curve.put(0, ascii("para")).putShort(8, (short) 3);
    for (int i = 0; i < parameters.length; i++) {
      curve.putInt(12 + 4 * i, parameters[i]);
    }
    return curve.array();
  }

  private static byte[] gamma(int fixed) {
    ByteBuffer curve = ByteBuffer.allocate(14);
    return curve.put(0, ascii("curv")).putInt(8, 1).putShort(12, (short) fixed).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
