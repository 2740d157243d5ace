package io.calotype.upkeep;

import io.calotype.media.Media;

/// Makes again what can be made again of a media.
public interface Mender {
  /// Makes the master of `media` again, which is lost or damaged. False where its original is not
  /// whole.
  ///
  /// Errors: those of a render, such as `Undecodable`, `NotInstalled` and `Overloaded`.
  boolean mend(Media media);
}
