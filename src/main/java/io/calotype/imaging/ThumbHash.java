package io.calotype.imaging;

import java.nio.ByteBuffer;

/// A blurred picture in at most 25 bytes: the ThumbHash of Evan Wallace
/// (<https://evanw.github.io/thumbhash/>), equal to the output of the JavaScript reference.
///
/// The picture is split into lightness, yellow against blue, red against green, and opacity. Of
/// each plane, the hash keeps the low frequencies of a cosine transform, the triangle below the
/// diagonal only. The mean is stored in the head, the other frequencies as four bits each on a
/// common scale.
///
/// Bits, lowest first: mean lightness 6, mean yellow-blue 6, mean red-green 6, scale of lightness
/// 5, translucent 1; frequencies along the shorter side 3, scale of yellow-blue 6, scale of
/// red-green 6, landscape 1; if translucent, mean opacity 4 and its scale 4; then the coefficients.
public final class ThumbHash {
  /// The longest side of a picture that can be hashed, in pixels.
  public static final int MAX_SIDE = 100;

  private static final int OPAQUE_DETAIL = 7;
  private static final int TRANSLUCENT_DETAIL = 5;
  private static final int COLOR_DETAIL = 3;

  private final ThumbPlanes planes;
  private final BitWriter bits = new BitWriter();

  private ThumbHash(ThumbPlanes planes) {
    this.planes = planes;
  }

  /// The hash of a picture.
  ///
  /// Reads `width * height * 4` bytes, rows from top to bottom, not premultiplied, from the
  /// position of `rgba`, which does not move.
  ///
  /// Errors: `IllegalArgumentException` if a side is not 1 to [#MAX_SIDE] or bytes are missing.
  public static byte[] of(int width, int height, ByteBuffer rgba) {
    requireSide(width);
    requireSide(height);
    if (rgba.remaining() < width * height * 4) {
      throw new IllegalArgumentException("not a picture: " + rgba.remaining() + " bytes");
    }
    return new ThumbHash(new ThumbPlanes(width, height, rgba.slice())).hash();
  }

  private static void requireSide(int side) {
    if (side < 1 || side > MAX_SIDE) {
      throw new IllegalArgumentException("no side of 1 to " + MAX_SIDE + ": " + side);
    }
  }

  private byte[] hash() {
    int across = detail(planes.width());
    int down = detail(planes.height());
    CosineTransform light = planes.lightness(Math.max(3, across), Math.max(3, down));
    CosineTransform yellow = planes.yellowBlue(COLOR_DETAIL, COLOR_DETAIL);
    CosineTransform red = planes.redGreen(COLOR_DETAIL, COLOR_DETAIL);
    means(light, yellow, red);
    scales(Math.min(across, down), yellow, red);
    if (planes.translucent()) {
      withOpacity(light, yellow, red);
    } else {
      details(light, yellow, red);
    }
    return bits.bytes();
  }

  /// The number of lightness frequencies along a side of that length.
  private int detail(int side) {
    int maxDetail = planes.translucent() ? TRANSLUCENT_DETAIL : OPAQUE_DETAIL;
    int longest = Math.max(planes.width(), planes.height());
    return Math.max(1, (int) Math.round((double) (maxDetail * side) / longest));
  }

  private void means(CosineTransform light, CosineTransform yellow, CosineTransform red) {
    bits.put(6, Math.round(63 * light.mean()));
    bits.put(6, Math.round(31.5 + 31.5 * yellow.mean()));
    bits.put(6, Math.round(31.5 + 31.5 * red.mean()));
    bits.put(5, Math.round(31 * light.scale()));
    bits.put(1, planes.translucent() ? 1 : 0);
  }

  private void scales(int shorter, CosineTransform yellow, CosineTransform red) {
    bits.put(3, shorter);
    bits.put(6, Math.round(63 * yellow.scale()));
    bits.put(6, Math.round(63 * red.scale()));
    bits.put(1, planes.width() > planes.height() ? 1 : 0);
  }

  private void withOpacity(CosineTransform light, CosineTransform yellow, CosineTransform red) {
    CosineTransform opacity = planes.opacity(TRANSLUCENT_DETAIL, TRANSLUCENT_DETAIL);
    bits.put(4, Math.round(15 * opacity.mean()));
    bits.put(4, Math.round(15 * opacity.scale()));
    details(light, yellow, red, opacity);
  }

  private void details(CosineTransform... all) {
    for (CosineTransform each : all) {
      for (double detail : each.details()) {
        bits.put(4, Math.round(15 * detail));
      }
    }
  }
}
