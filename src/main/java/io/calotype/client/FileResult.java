package io.calotype.client;

import io.calotype.media.MediaId;

/// What has become of one file.
public sealed interface FileResult {
  /// The file that it is about.
  LocalFile file();

  /// It is on the server now.
  record Uploaded(LocalFile file, MediaId id) implements FileResult {}

  /// It was there already.
  record Present(LocalFile file, MediaId id) implements FileResult {}

  /// It is not there, for a reason that is one line.
  record Failed(LocalFile file, String reason) implements FileResult {}
}
