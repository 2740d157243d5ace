package io.calotype.imaging.worker;

import io.calotype.imaging.Output;
import io.calotype.media.MediaType;
import java.util.List;

/// What a renderer is told.
sealed interface RendererRequest {
  /// Open the source in the bench, which is of this type.
  record Open(MediaType type) implements RendererRequest {}

  /// Make these of the source that is open.
  ///
  /// @param sample whether a sample of it is wanted too
  /// @param trim whether to give the memory that this takes back to the system before it is done
  record Make(List<Output> outputs, boolean sample, boolean trim) implements RendererRequest {}

  /// Say what is written in the source that is open, and close it.
  record Tell() implements RendererRequest {}

  /// Close the source that is open.
  record Cancel() implements RendererRequest {}
}
