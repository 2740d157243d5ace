package io.calotype.maintenance;

import io.calotype.media.Media;
import java.util.function.LongConsumer;

/// Makes again what can be made again of a media.
public interface MasterRepairer {
  /// Makes the master of `media` again, which is lost or damaged, from its original, which was
  /// whole a moment ago. False where the new one is not whole either.
  ///
  /// Errors: those of a render, such as `Undecodable`, `NotInstalled` and `Overloaded`, and those
  /// of `read`.
  ///
  /// @param read is told how many bytes were read to compare, piece by piece
  boolean mend(Media media, LongConsumer read);
}
