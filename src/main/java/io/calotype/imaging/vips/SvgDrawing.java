package io.calotype.imaging.vips;

import io.calotype.imaging.svg.SvgSize;
import io.calotype.imaging.svg.SvgText;
import io.calotype.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Prepares an SVG before libvips draws it.
final class SvgDrawing {
  /// A longer drawing is drawn unchanged.
  private static final int MAX_BYTES = 8 << 20;

  private SvgDrawing() {}

  /// The drawing at `path` with its missing size added, and with pictures that librsvg can draw;
  /// empty if the file can be drawn unchanged.
  static Optional<byte[]> prepared(Vips vips, String path) {
    SvgText drawing = read(path);
    if (drawing.text().length() >= MAX_BYTES) {
      return Optional.empty();
    }
    SvgText pictured = pictured(vips, drawing);
    return SvgSize.stated(pictured)
        .or(() -> pictured.equals(drawing) ? Optional.empty() : Optional.of(pictured.encoded()));
  }

  private static SvgText read(String path) {
    try (InputStream file = Files.newInputStream(Path.of(path))) {
      return SvgText.read(file, MAX_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SvgText pictured(Vips vips, SvgText drawing) {
    try {
      return drawing.drawable(new EmbeddedEncoder(vips));
    } finally {
      vips.allowOnly(Loader.of(MediaType.SVG).loaders());
    }
  }
}
