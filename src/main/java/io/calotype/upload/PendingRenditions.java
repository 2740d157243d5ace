package io.calotype.upload;

import io.calotype.imaging.Sink;
import io.calotype.media.transformation.RenditionSpec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// The renditions of one upload, held in memory until its record is stored: presets, and a whole
/// picture of a few megapixels at most.
final class PendingRenditions implements Sink {
  private final Map<RenditionSpec, ByteBuffer> bySpec = new LinkedHashMap<>();

  @Override
  public void accept(RenditionSpec spec, long length, InputStream bytes) throws IOException {
    byte[] all = bytes.readNBytes(Math.toIntExact(length));
    if (all.length < length) {
      throw new EOFException("a rendition ends early");
    }
    bySpec.put(spec, ByteBuffer.wrap(all));
  }

  void forEach(BiConsumer<RenditionSpec, ByteBuffer> action) {
    bySpec.forEach(action);
  }
}
