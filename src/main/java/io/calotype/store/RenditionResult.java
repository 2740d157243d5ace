package io.calotype.store;

import io.calotype.media.Content;
import java.time.Duration;

/// A rendition's bytes and their origin.
///
/// @param content the bytes
/// @param origin the origin of the bytes
/// @param render render time; zero if nothing was rendered
public record RenditionResult(Content content, Origin origin, Duration render) {
  /// Origin of a rendition's bytes.
  public enum Origin {
    MEMORY,
    DISK,
    /// It was rendered for this request.
    RENDERED,
    /// It was rendered for an earlier concurrent request and shared.
    COLLAPSED
  }

  /// Returns whether it came from a cache.
  public boolean hit() {
    return origin == Origin.MEMORY || origin == Origin.DISK;
  }

  public RenditionResult collapsed() {
    return new RenditionResult(content, Origin.COLLAPSED, render);
  }
}
