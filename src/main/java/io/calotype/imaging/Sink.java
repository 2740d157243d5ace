package io.calotype.imaging;

import io.calotype.media.RenditionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Takes finished renditions as they arrive from a renderer.
@FunctionalInterface
public interface Sink {
  /// Takes one rendition whose type and dimensions have been checked. `bytes` ends after `length`
  /// bytes, and must be read before this returns.
  ///
  /// A job that has cost a renderer is tried again from its start: what was handed over in the
  /// failed try is handed over again, the same bytes. A job that fails in the end may have handed
  /// over some of its renditions.
  void accept(RenditionSpec spec, long length, InputStream bytes) throws IOException;

  /// Takes what is written in the source, tag by name, where that was asked for.
  default void told(Map<String, String> fields) {}
}
