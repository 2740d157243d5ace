package io.calotype.relocation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The progress of a move.
///
/// @param phase whether it runs
/// @param total the blobs in the source when it began
/// @param moved blobs that are in the target, and set aside in the source
/// @param bytes their length
/// @param left blobs that stay in the source
/// @param failure the name of the failure that has ended it; null if none has
public record MoveProgress(
    Phase phase, long total, long moved, long bytes, Left left, @Nullable String failure) {

  /// The phase of a move.
  public enum Phase {
    /// It was not started since the server was.
    IDLE,
    /// It runs.
    RUNNING,
    /// It has ended, and blobs are left in the source.
    ENDED,
    /// No blob is left in the source.
    COMPLETE
  }

  /// The blobs that stay in the source.
  ///
  /// @param damaged blobs whose bytes differ from their record
  /// @param unrecorded blobs that no record names
  /// @param unreadable folders and files that cannot be read
  /// @param examples the names of some damaged ones
  public record Left(long damaged, long unrecorded, long unreadable, List<String> examples) {
    public Left {
      examples = List.copyOf(examples);
    }
  }
}
