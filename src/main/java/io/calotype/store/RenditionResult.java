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
    /// It was in the store that all nodes share.
    SHARED,
    /// It was rendered for this request.
    RENDERED,
    /// It was rendered for an earlier concurrent request, at this node or another one.
    COLLAPSED
  }

  /// Returns a result from the disk.
  public static RenditionResult onDisk(Content content) {
    return new RenditionResult(content, Origin.DISK, Duration.ZERO);
  }

  /// Returns whether it came from a cache.
  public boolean hit() {
    return switch (origin) {
      case MEMORY, DISK, SHARED -> true;
      case RENDERED, COLLAPSED -> false;
    };
  }

  public RenditionResult collapsed() {
    return new RenditionResult(content, Origin.COLLAPSED, render);
  }
}
