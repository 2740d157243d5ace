package io.calotype.imaging.worker;

import io.calotype.imaging.Sample;
import io.calotype.imaging.SourceHeader;
import io.calotype.media.RenditionSpec;
import java.util.Map;

/// What a renderer answers.
sealed interface RendererReply {
  /// It waits for its first job.
  record Ready() implements RendererReply {}

  /// The source is open.
  record Opened(SourceHeader header) implements RendererReply {}

  /// One rendition, whose bytes follow.
  record Printed(RenditionSpec spec, long length) implements RendererReply {}

  /// Everything is made.
  ///
  /// @param frames how many frames could be decoded; all, if none was an output
  /// @param sample a small copy of the picture, empty where none is wanted
  record Done(boolean opaque, int frames, Sample sample) implements RendererReply {}

  /// What is written in the source.
  record Told(Map<String, String> fields) implements RendererReply {}

  /// The source cannot be decoded; `message` is for the log.
  record Failed(String message) implements RendererReply {}

  /// Code of the renderer has thrown an exception: a bug. The job is over, and the renderer is
  /// ready for the next one.
  ///
  /// @param trace the stack, for the log
  record Faulted(String trace) implements RendererReply {}
}
