package io.calotype.imaging.worker.protocol;

import io.calotype.imaging.Output;
import io.calotype.media.MediaType;
import java.util.List;

/// A message from the server to a renderer.
public sealed interface RendererRequest {
  /// Open the source in the work directory, which has this type.
  record Open(MediaType type) implements RendererRequest {}

  /// Make these outputs of the open source.
  ///
  /// @param sample whether to return a sample too
  /// @param trim whether to return the job's memory to the system before it is done
  record Make(List<Output> outputs, boolean sample, boolean trim) implements RendererRequest {}

  /// Send the metadata of the open source, and close it.
  record Tell() implements RendererRequest {}

  /// Close the open source.
  record Cancel() implements RendererRequest {}
}
