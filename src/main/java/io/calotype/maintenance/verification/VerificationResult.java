package io.calotype.maintenance.verification;

import io.calotype.cache.ScanTotals;
import io.calotype.media.Media;
import io.calotype.originals.OriginalCondition;
import java.util.List;

/// The result of verifying one media.
///
/// @param media the media
/// @param renditions totals of its renditions read
/// @param faults the faults found; empty if it is intact
public record VerificationResult(Media media, ScanTotals renditions, List<Fault> faults) {
  public VerificationResult {
    faults = List.copyOf(faults);
  }

  /// A part of a media.
  public enum Part {
    /// The bytes as uploaded.
    ORIGINAL,
    /// The source of renditions in place of the original.
    MASTER,
    /// Entries of the cache.
    RENDITIONS
  }

  /// A fault of a media.
  ///
  /// @param part the faulty part
  /// @param condition the kind of fault
  /// @param count number of faulty files
  /// @param repaired whether it is repaired, or will be on the next request
  public record Fault(Part part, OriginalCondition condition, long count, boolean repaired) {}

  /// Returns whether the bytes of the original do not match their digest.
  boolean originalDamaged() {
    return faults.stream()
        .anyMatch(fault ->
            fault.part() == Part.ORIGINAL && fault.condition() == OriginalCondition.DAMAGED);
  }

  /// Returns the expected bytes of all parts.
  public long bytes() {
    long own = media.original().bytes();
    return own + (media.master() == null ? 0 : media.source().bytes()) + renditions.bytes();
  }
}
