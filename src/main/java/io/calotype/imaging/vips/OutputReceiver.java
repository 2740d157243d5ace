package io.calotype.imaging.vips;

import io.calotype.media.transformation.RenditionSpec;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Receives finished renditions.
@FunctionalInterface
public interface OutputReceiver {
  /// Receives one rendition. `bytes` are native memory that is freed after this method returns.
  void accept(RenditionSpec spec, ByteBuffer bytes) throws IOException;
}
