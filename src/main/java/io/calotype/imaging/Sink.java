package io.calotype.imaging;

import io.calotype.media.transformation.RenditionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Receives finished renditions as they arrive from a renderer.
@FunctionalInterface
public interface Sink {
  /// Receives one rendition whose type and dimensions have been checked. `bytes` ends after
  /// `length` bytes, and must be read before this method returns.
  ///
  /// A job that lost its renderer is retried from its start. The sink then receives the renditions
  /// of the failed attempt again, with the same bytes. A job that fails finally may have delivered
  /// some of its renditions.
  void accept(RenditionSpec spec, long length, InputStream bytes) throws IOException;

  /// Receives the metadata fields of the source, tag by name, if the plan requested them.
  default void told(Map<String, String> fields) {}
}
