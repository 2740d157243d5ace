package io.calotype.store;

import io.calotype.media.Content;
import java.time.Duration;

/// A rendition's bytes and their origin.
///
/// @param content the bytes
/// @param way the origin of the bytes
/// @param render render time; zero if nothing was rendered
public record RenditionResult(Content content, Way way, Duration render) {
  /// Origin of a rendition's bytes.
  public enum Way {
    MEMORY,
    DISK,
    /// It was rendered for this request.
    RENDERED,
    /// It was rendered for an earlier concurrent request and shared.
    COLLAPSED
  }

  /// Returns whether it came from a cache.
  public boolean hit() {
    return way == Way.MEMORY || way == Way.DISK;
  }

  public RenditionResult collapsed() {
    return new RenditionResult(content, Way.COLLAPSED, render);
  }
}
