package io.calotype.http.exchange;

import io.calotype.media.Media;
import io.calotype.store.Rendition;

/// The basis of an answer that an equal request receives again, except for its `Date`: as long as
/// `media` is the current record of its id, and the bytes of `rendition` come from the same tier if
/// they are part of the answer.
///
/// @param media the current record, public and without an end; compared by identity
/// @param rendition the rendition that answers
/// @param tier the origin of its bytes
public record Repeatable(Media media, Rendition rendition, Tier tier) {
  /// The origin of bytes.
  public enum Tier {
    /// The memory cache.
    MEMORY,
    /// An open file of the disk cache; memory does not have them.
    OPEN_FILE
  }

  /// The same basis for an answer from an open file.
  public Repeatable fromFile() {
    return new Repeatable(media, rendition, Tier.OPEN_FILE);
  }
}
