package io.calotype.imaging.worker;

import io.calotype.imaging.Sink;
import io.calotype.media.transformation.RenditionSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/// A sink that keeps everything.
final class Collected implements Sink {
  private final Map<RenditionSpec, byte[]> renditions = new LinkedHashMap<>();

  @Override
  public void accept(RenditionSpec spec, long length, InputStream bytes) throws IOException {
    renditions.put(spec, bytes.readAllBytes());
  }

  Map<RenditionSpec, byte[]> all() {
    return renditions;
  }

  byte[] bytes(RenditionSpec spec) {
    return Objects.requireNonNull(renditions.get(spec));
  }

  /// The pixels of a JPEG or PNG.
  BufferedImage pixels(RenditionSpec spec) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes(spec)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
