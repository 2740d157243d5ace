package io.calotype.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes of an upload.
public sealed interface Source {
  /// The length in bytes.
  long length();

  /// The file name for the record; null for none.
  String filename();

  /// Opens the bytes from their beginning.
  @FunctionalInterface
  interface Opening {
    InputStream open() throws IOException;
  }

  /// Bytes that can be read several times: a request with them can be repeated, and resumed.
  record Repeatable(Opening opening, long length, String filename) implements Source {}

  /// A stream that is read once. The client does not close it.
  record Once(InputStream stream, long length, String filename) implements Source {}

  /// A file, which is not read into memory.
  ///
  /// Errors: `UncheckedIOException` if it cannot be read.
  static Source of(Path file) {
    try {
      Path name = file.getFileName();
      return new Repeatable(
          () -> Files.newInputStream(file),
          Files.size(file),
          name == null ? null : name.toString());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// A file in memory.
  static Source of(byte[] bytes) {
    return new Repeatable(() -> new ByteArrayInputStream(bytes), bytes.length, null);
  }

  /// A stream of `length` bytes. It is sent in one request, which is not repeated.
  static Source of(InputStream stream, long length) {
    return new Once(stream, length, null);
  }

  /// A source that `opening` opens for each try, such as a file of another library.
  ///
  /// @param filename null for none
  static Source of(Opening opening, long length, String filename) {
    return new Repeatable(opening, length, filename);
  }
}
