package io.calotype.imaging.vips;

import io.calotype.imaging.svg.SvgSize;
import io.calotype.imaging.svg.SvgText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// An SVG before libvips draws it.
final class Drawing {
  /// A longer drawing is drawn as the file has it.
  private static final int MAX_BYTES = 8 << 20;

  private Drawing() {}

  /// The drawing at `path` with the size that it lacks; empty where the file can be drawn itself.
  static Optional<byte[]> prepared(String path) {
    try (InputStream file = Files.newInputStream(Path.of(path))) {
      SvgText drawing = SvgText.read(file, MAX_BYTES);
      return drawing.text().length() < MAX_BYTES ? SvgSize.stated(drawing) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
