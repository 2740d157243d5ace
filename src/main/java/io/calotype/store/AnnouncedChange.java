package io.calotype.store;

import io.calotype.media.Membership;
import java.util.function.BooleanSupplier;

/// Makes a change after its effects are prepared, and begins them afterwards.
@FunctionalInterface
interface AnnouncedChange {
  /// Makes `change` to `media`, and returns whether it was made.
  ///
  /// Errors: those of [ChangeListener#changing], and of `change`.
  boolean make(Membership media, BooleanSupplier change);
}
