package io.calotype.cli.client;

import io.calotype.media.MediaId;

/// The result of one upload.
public sealed interface FileResult {
  /// The uploaded file.
  LocalFile file();

  /// The server stored the file in this run.
  record Uploaded(LocalFile file, MediaId id) implements FileResult {}

  /// The server already had the file.
  record Present(LocalFile file, MediaId id) implements FileResult {}

  /// The upload failed; `reason` is one line.
  record Failed(LocalFile file, String reason) implements FileResult {}
}
