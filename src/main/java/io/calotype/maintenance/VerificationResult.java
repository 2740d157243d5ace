package io.calotype.maintenance;

import io.calotype.cache.ScanTotals;
import io.calotype.media.Media;
import io.calotype.originals.OriginalCondition;
import java.util.List;

/// What the verification of a media has shown.
///
/// @param media the media
/// @param renditions what was read of its renditions
/// @param faults what is not as it should be; empty where all is well
public record VerificationResult(Media media, ScanTotals renditions, List<Fault> faults) {
  public VerificationResult {
    faults = List.copyOf(faults);
  }

  /// A part of a media.
  public enum Part {
    /// The bytes as uploaded.
    ORIGINAL,
    /// What renditions are made from in its place.
    MASTER,
    /// Entries of the cache.
    RENDITIONS
  }

  /// Something that is not as it should be.
  ///
  /// @param part what
  /// @param condition what is wrong with it
  /// @param count how many are
  /// @param repaired whether it is as it should be by now, or will be when it is asked for
  public record Fault(Part part, OriginalCondition condition, long count, boolean repaired) {}

  /// How many bytes there should be, in all its parts.
  public long bytes() {
    long own = media.original().bytes();
    return own + (media.master() == null ? 0 : media.source().bytes()) + renditions.bytes();
  }
}
