package io.calotype.cli.command;

import io.calotype.cli.client.FileResult;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Writes the paths and ids of uploaded files. An integrator uses it to rewrite the references of
/// an application. Line format: `<path>\t<id>\n`. A tab, a line end and a backslash in the path are
/// written as `\t`, `\n`, `\r` and `\\`.
///
/// A line is written after the server has confirmed its file. Thread-safe.
final class MapFile implements AutoCloseable {
  private final @Nullable Writer lines;
  private boolean complete = true;

  /// Creates the file, or truncates an existing one.
  ///
  /// Errors: an `IOException` if the file cannot be written.
  ///
  /// @param file null writes nothing
  MapFile(@Nullable Path file) throws IOException {
    this.lines = file == null ? null : Files.newBufferedWriter(file);
  }

  /// Appends the file of `result`, unless its upload failed.
  void add(FileResult result) {
    switch (result) {
      case FileResult.Uploaded(var file, MediaId id) -> add(file.path(), id);
      case FileResult.Present(var file, MediaId id) -> add(file.path(), id);
      case FileResult.Failed failed -> {}
    }
  }

  private synchronized void add(Path path, MediaId id) {
    if (lines == null) {
      return;
    }
    try {
      lines.write(escaped(path.toString()) + "\t" + id + "\n");
      lines.flush();
    } catch (IOException full) {
      complete = false;
    }
  }

  /// Whether every line was written. Final after [#close].
  synchronized boolean complete() {
    return complete;
  }

  private static String escaped(String path) {
    return path.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  @Override
  public synchronized void close() {
    try {
      if (lines != null) {
        lines.close();
      }
    } catch (IOException full) {
      complete = false;
    }
  }
}
