package io.calotype.upload.resumable;

import io.calotype.failure.MediaException;
import io.calotype.originals.StagedFile;
import io.calotype.upload.UploadBound;
import java.io.ByteArrayOutputStream;

/// Refuses an upload that is too long for its type when its first bytes arrive: a picture has
/// another limit than a video. Otherwise a client would learn that after the last byte.
///
/// An upload whose first request ends within these bytes, one without a length, and a part of a
/// concatenation are checked when they are complete.
final class TypeLimit {
  private final UploadBound bound;
  private final UploadState state;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private boolean known;

  TypeLimit(UploadBound bound, UploadState state) {
    this.bound = bound;
    this.state = state;
    this.known = state.offset() > 0 || !(state.head().role() instanceof UploadHead.Role.Alone);
  }

  /// Takes the next `count` bytes of the request.
  ///
  /// Errors: those of [UploadBound#tooLarge].
  void check(byte[] bytes, int count) {
    Long length = state.length();
    if (known || length == null) {
      return;
    }
    head.write(bytes, 0, Math.min(count, StagedFile.HEAD_BYTES - head.size()));
    known = head.size() == StagedFile.HEAD_BYTES;
    long max = known ? bound.maxBytes(head.toByteArray()) : bound.longest();
    if (length > max) {
      throw new MediaException(bound.tooLarge(max));
    }
  }
}
