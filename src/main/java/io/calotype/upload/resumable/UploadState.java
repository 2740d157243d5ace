package io.calotype.upload.resumable;

import org.jspecify.annotations.Nullable;

/// A resumable upload, as it is on stable storage.
///
/// @param id its id
/// @param head the part that never changes
/// @param length the number of bytes that it will have; null if the client has not named it yet
/// @param offset the number of bytes that have arrived
/// @param outcome its end; null before
public record UploadState(
    ResumableId id,
    UploadHead head,
    @Nullable Long length,
    long offset,
    @Nullable UploadOutcome outcome) {
  /// Whether all bytes have arrived.
  public boolean complete() {
    return length != null && length == offset;
  }

  /// Whether nothing is left to do: it has an outcome, or is a complete part.
  public boolean settled() {
    return outcome != null || (complete() && head.role() instanceof UploadHead.Role.Part);
  }

  UploadState withOffset(long arrived) {
    return new UploadState(id, head, length, arrived, outcome);
  }

  UploadState withLength(long named) {
    return new UploadState(id, head, named, offset, outcome);
  }

  UploadState withOutcome(UploadOutcome end) {
    return new UploadState(id, head, length, offset, end);
  }
}
