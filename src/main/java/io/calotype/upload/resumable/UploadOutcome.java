package io.calotype.upload.resumable;

import io.calotype.failure.Failure;
import io.calotype.media.MediaId;

/// The end of a resumable upload.
public sealed interface UploadOutcome {
  /// The upload has become a media, or its bytes were stored under this id already.
  record Stored(MediaId media) implements UploadOutcome {}

  /// The upload was refused, and would be again.
  record Refused(Failure failure) implements UploadOutcome {}

  /// The bytes were used in the concatenation `whole`.
  record Used(ResumableId whole) implements UploadOutcome {}
}
