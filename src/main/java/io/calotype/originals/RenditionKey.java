package io.calotype.originals;

import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;

/// The name of one rendition in a [RenditionStore].
///
/// @param owner the upload that it was made from
/// @param file `<canonical spec>-<8 digits of the fingerprint>.<ending>`
/// @param fingerprint identifies source, spec and maker: 32 hexadecimal digits
public record RenditionKey(Owner owner, String file, String fingerprint) {
  /// One upload under an id, whose renditions are removed together.
  public record Owner(MediaId id, Incarnation incarnation) {
    /// Returns `<id>.<incarnation>`. An id contains no dot.
    public String text() {
      return id.value() + "." + incarnation.text();
    }
  }
}
