package io.calotype.catalog;

import io.calotype.media.Media;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A text that another program has left under the name of a media. It may hold the picture itself.
///
/// Errors of every call: those of [Catalog].
public interface LegacyRecord {
  /// The text, to be read once, to its end, and closed.
  ///
  /// Errors: `Overloaded` where too many others are being read.
  InputStream text();

  /// When the store forgets it; null is never.
  @Nullable Instant expires();

  /// Puts the record of `media` in its place, in one step and with the time to live that it has.
  /// False, and nothing changes, where it is not the text any more that was read.
  ///
  /// @param rest a JSON object whose members stay beside ours
  boolean replace(Media media, String rest);
}
