package io.calotype.app;

import io.calotype.client.FileResult;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A list of uploaded files and their ids, from which an integrator rewrites the references of an
/// application: `<path>\t<id>\n`, in which a tab, a line end and a backslash of the path are `\t`,
/// `\n`, `\r` and `\\`.
///
/// A line is written once its file is on the server. Thread-safe.
final class MapFile implements AutoCloseable {
  private final @Nullable Writer lines;
  private boolean complete = true;

  /// Begins the list anew.
  ///
  /// Errors: an `IOException` where it cannot be written.
  ///
  /// @param file null writes nothing
  MapFile(@Nullable Path file) throws IOException {
    this.lines = file == null ? null : Files.newBufferedWriter(file);
  }

  /// Adds the file of `result`, unless it has failed.
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

  /// Whether every line could be written. Known once it is closed.
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
