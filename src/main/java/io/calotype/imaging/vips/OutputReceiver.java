package io.calotype.imaging.vips;

import io.calotype.media.RenditionSpec;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes finished renditions.
@FunctionalInterface
public interface OutputReceiver {
  /// Takes one rendition; `bytes` are native memory that is gone when this returns.
  void accept(RenditionSpec spec, ByteBuffer bytes) throws IOException;
}
