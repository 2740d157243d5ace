package io.calotype.imaging;

import io.calotype.media.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file to decode.
///
/// @param type the type of its bytes; no other loader is tried
/// @param file its path; the file is linked or copied, and never changed
public record Source(MediaType type, Path file) {
  /// The length of the file in bytes; 0 if it cannot be read.
  long bytes() {
    try {
      return Files.size(file);
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
