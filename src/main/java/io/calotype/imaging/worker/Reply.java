package io.calotype.imaging.worker;

import io.calotype.imaging.Header;
import io.calotype.media.RenditionSpec;

/// What a renderer answers.
sealed interface Reply {
  /// It waits for its first job.
  record Ready() implements Reply {}

  /// The source is open.
  record Opened(Header header) implements Reply {}

  /// One rendition, whose bytes follow.
  record Printed(RenditionSpec spec, long length) implements Reply {}

  /// Everything is made.
  record Done(boolean opaque) implements Reply {}

  /// The source cannot be decoded; `message` is for the log.
  record Failed(String message) implements Reply {}
}
