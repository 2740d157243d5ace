package io.calotype.maintenance;

import io.calotype.media.Media;
import java.util.function.LongConsumer;

/// Recreates the master of a media.
public interface MasterRepairer {
  /// Recreates the lost or damaged master of `media` from its original, which was just verified.
  /// Returns false if the new one is not intact either.
  ///
  /// Errors: those of a render, such as `Undecodable`, `NotInstalled` and `Overloaded`, and those
  /// of `read`.
  ///
  /// @param read receives the number of bytes read for comparison, per chunk
  boolean mend(Media media, LongConsumer read);
}
