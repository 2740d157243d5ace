package io.calotype.http.dialect;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.geometry.AspectRatio;

/// A size that requires a signed URL.
///
/// @param option the option whose value is not an allowed step
/// @param requested the requested size
/// @param steps the sizes that need no signature
public record FreeSize(String option, SizeSteps.RequestedSize requested, SizeSteps steps) {
  /// The error for an unsigned URL.
  public MediaException refusal() {
    return new MediaException(
        new Failure.SizeNotAllowed(
            option, steps.steps(), AspectRatio.ALLOWED, steps.nearest(requested).options()));
  }
}
