package io.calotype.rendition;

import io.calotype.media.Content;
import java.time.Duration;

/// A rendition's bytes, and how they were come by.
///
/// @param content the bytes
/// @param way where they came from
/// @param render how long the renderer took; zero where nothing was rendered
public record RenditionResult(Content content, Way way, Duration render) {
  /// Where a rendition came from.
  public enum Way {
    MEMORY,
    DISK,
    /// It was rendered for this request.
    RENDERED,
    /// It was rendered for another request that came first, and shared.
    COLLAPSED
  }

  /// Whether it was in a cache.
  public boolean hit() {
    return way == Way.MEMORY || way == Way.DISK;
  }

  RenditionResult collapsed() {
    return new RenditionResult(content, Way.COLLAPSED, render);
  }
}
