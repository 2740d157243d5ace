package io.calotype.http;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.AspectRatio;
import io.calotype.media.SizeSteps;

/// A size that only a signed URL may ask for.
///
/// @param option the one that is off the steps
/// @param asked the size
/// @param steps the sizes that need no signature
record FreeSize(String option, SizeSteps.Asked asked, SizeSteps steps) {
  /// The answer to a URL that is not signed.
  MediaException refusal() {
    return new MediaException(
        new Failure.SizeNotAllowed(
            option, steps.steps(), AspectRatio.ALLOWED, steps.nearest(asked).options()));
  }
}
