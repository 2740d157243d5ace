package io.calotype.imaging;

import io.calotype.media.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file to be decoded.
///
/// @param type what its bytes are; no other loader will be tried
/// @param file where it is; it is linked or copied, and never changed
public record Source(MediaType type, Path file) {
  /// How long the file is; 0 where that cannot be read.
  long bytes() {
    try {
      return Files.size(file);
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
