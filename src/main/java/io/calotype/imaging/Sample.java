package io.calotype.imaging;

import io.calotype.media.Placeholder;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A small copy of a picture, from which its placeholder is computed.
///
/// @param width pixels, at most [#MAX_SIDE]; 0 for no sample
/// @param height pixels, at most [#MAX_SIDE]
/// @param rgba four bytes a pixel in sRGB, rows from top to bottom, not premultiplied
@SuppressWarnings("ArrayRecordComponent") // never compared, and not written to
public record Sample(int width, int height, byte[] rgba) {
  /// The longest side in pixels: the maximum of a ThumbHash.
  public static final int MAX_SIDE = 100;

  private static final int BYTES_PER_PIXEL = 4;

  /// No sample.
  public static final Sample NONE = new Sample(0, 0, new byte[0]);

  public Sample {
    if (width > MAX_SIDE || height > MAX_SIDE || rgba.length != BYTES_PER_PIXEL * width * height) {
      throw new IllegalArgumentException(width + "x" + height + " in " + rgba.length);
    }
  }

  /// Computes the placeholder of the picture; null if there is no sample.
  public @Nullable Placeholder placeholder() {
    if (width == 0 || height == 0) {
      return null;
    }
    ByteBuffer pixels = ByteBuffer.wrap(rgba);
    byte[] hash = ThumbHash.of(width, height, pixels);
    return new Placeholder(
        Base64.getEncoder().encodeToString(hash), DominantColor.of(width, height, pixels));
  }
}
