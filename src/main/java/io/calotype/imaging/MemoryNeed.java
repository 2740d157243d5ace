package io.calotype.imaging;

import io.calotype.media.MediaType;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.util.List;

/// Estimates the memory of a render, beyond that of an idle renderer (ADR-0008).
///
/// The estimate sums three parts: the decoder, for the whole source if it cannot be read row by
/// row; the reduced picture; and the encoder of the largest output. It errs on the high side.
public final class MemoryNeed {
  private static final long ANY = 16 << 20;
  private static final long PICTURE = 4;
  private static final long LAYERS = 6;
  private static final long FRAME = 32 << 10;

  private MemoryNeed() {}

  /// The estimate in bytes for a source of that type with that header.
  public static long bytes(MediaType type, SourceHeader header, List<Output> outputs) {
    long source = header.size().pixels();
    boolean moving = outputs.stream().anyMatch(output -> output.spec().animated());
    long decoder = source * decoderBytes(type, header.progressive());
    long frames = moving ? PICTURE * source * header.frames() : 0;
    long made =
        outputs.stream()
            .map(Output::spec)
            .mapToLong(spec -> outputBytes(type, header, spec))
            .max()
            .orElse(0);
    return ANY + decoder + frames + made;
  }

  /// Bytes per source pixel, for the data that the decoder holds of the whole picture: the
  /// coefficients of a progressive JPEG, the rows of an interlaced PNG, the planes and picture of a
  /// WebP or AVIF, the canvas of a GIF. The value is 0 if the decoder needs a few rows only.
  private static long decoderBytes(MediaType type, boolean progressive) {
    return switch (type) {
      case JPEG -> progressive ? 6 : 0;
      case PNG -> progressive ? 8 : 0;
      case WEBP -> 4;
      case GIF, AVIF -> 10;
      case TIFF, BMP, ICO, PSD -> 4;
      case SVG -> 0; // its size is that of the output
      case HEIC, JP2 -> 16;
      case JXL -> 24;
      case MP4, QUICKTIME, THREE_GP, WEBM, MATROSKA, AVI -> 0;
    };
  }

  /// Bytes for one output. The scaled picture is held in memory for cropping and rotation. A vector
  /// is drawn in layers, and WebP holds the whole picture more than once. An animation is encoded
  /// frame by frame.
  private static long outputBytes(MediaType type, SourceHeader header, RenditionSpec spec) {
    long frames = spec.animated() ? header.frames() : 1;
    long layers = type.vector() ? LAYERS : 1;
    long pictures = PICTURE * spec.scaled(header.size()).pixels() * frames * layers;
    return FRAME * frames + pictures + spec.size().pixels() * encoderBytes(spec.format());
  }

  private static long encoderBytes(Format format) {
    return switch (format) {
      case WEBP -> 10;
      case AVIF -> 24;
      case JPEG -> 6;
      case PNG -> 2;
    };
  }
}
