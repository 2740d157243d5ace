package io.calotype.imaging.worker.protocol;

import io.calotype.imaging.Sample;
import io.calotype.imaging.SourceHeader;
import io.calotype.media.transformation.RenditionSpec;
import java.util.Map;

/// A message from a renderer to the server.
public sealed interface RendererReply {
  /// The renderer waits for its first job.
  record Ready() implements RendererReply {}

  /// The source is open.
  record Opened(SourceHeader header) implements RendererReply {}

  /// One rendition, whose bytes follow.
  record Printed(RenditionSpec spec, long length) implements RendererReply {}

  /// All outputs are made.
  ///
  /// @param frames the number of frames that could be decoded; all frames, if no output is animated
  /// @param sample a small copy of the picture; empty if none was requested
  record Done(boolean opaque, int frames, Sample sample) implements RendererReply {}

  /// The metadata fields of the source.
  record Told(Map<String, String> fields) implements RendererReply {}

  /// The source cannot be decoded; `message` is for the log.
  record Failed(String message) implements RendererReply {}

  /// The renderer's own code threw an exception: a bug. The job is over, and the renderer is ready
  /// for the next one.
  ///
  /// @param trace the stack trace, for the log
  record Faulted(String trace) implements RendererReply {}
}
