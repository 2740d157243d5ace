package io.calotype.imaging;

import io.calotype.media.MediaType;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.time.Duration;

/// A class of renders of about the same cost: the same kind of work, with source and output sizes
/// of the same power of two.
///
/// @param kind the kind of work, such as `JPEG>WEBP`
/// @param source the power of two of the source's pixels, or of its bytes for an upload or a video
/// @param output the power of two of the output's pixels; 0 for several outputs or a video step
/// @param guess the estimated duration on a typical machine, used until one was measured
public record CostClass(String kind, int source, int output, Duration guess) {
  private static final Duration ANY = Duration.ofMillis(30);
  private static final Duration UPLOAD = Duration.ofMillis(200);
  private static final Duration VIDEO = Duration.ofMillis(500);
  private static final long UPLOAD_BYTE_NANOS = 30;
  private static final long SOURCE_PIXEL_NANOS = 6;

  /// The class of one rendition of a source of `pixels` pixels.
  public static CostClass ofRendition(MediaType type, long pixels, RenditionSpec spec) {
    int source = power(pixels);
    int output = power(spec.size().pixels());
    long nanos = (SOURCE_PIXEL_NANOS << source) + (encoderNanos(spec.format()) << output);
    String moving = spec.animated() ? " moving" : "";
    return new CostClass(type + ">" + spec.format() + moving, source, output, ANY.plusNanos(nanos));
  }

  /// The class of all outputs of an upload of `bytes` bytes, whose pixels are not known yet.
  public static CostClass ofUpload(MediaType type, long bytes) {
    int source = power(bytes);
    return new CostClass(type + ">*", source, 0, UPLOAD.plusNanos(UPLOAD_BYTE_NANOS << source));
  }

  /// The class of one step on a video of `bytes` bytes.
  public static CostClass ofVideo(String step, long bytes) {
    return new CostClass("video " + step, power(bytes), 0, VIDEO);
  }

  private static int power(long size) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, size));
  }

  private static long encoderNanos(Format format) {
    return switch (format) {
      case JPEG -> 15;
      case PNG -> 60;
      case WEBP -> 100;
      case AVIF -> 700;
    };
  }
}
