package io.calotype.catalog;

import io.calotype.media.Media;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A text that another program has stored under the key of a media. It may contain the picture
/// itself.
///
/// Errors of every call: those of [Catalog].
public interface LegacyRecord {
  /// The text. The caller reads it once, to its end, and closes it.
  ///
  /// Errors: `Overloaded` if too many others are being read.
  InputStream text();

  /// The expiry time of the key; null if it does not expire.
  @Nullable Instant expires();

  /// Replaces the text by the record of `media` in one step and keeps the time to live. Returns
  /// false and changes nothing if the text has changed since it was read.
  ///
  /// @param rest a JSON object whose members are kept beside those of Calotype
  boolean replace(Media media, String rest);
}
