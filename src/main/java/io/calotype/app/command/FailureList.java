package io.calotype.app.command;

import io.calotype.json.JsonValue;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes failures to a file, one JSON line each: `{"key":"…","reason":"…"}`. The first failure
/// creates the file. Memory holds only the count for each reason. Thread-safe.
final class FailureList implements AutoCloseable {
  private final Path file;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private @Nullable Writer writer;
  private boolean complete = true;

  FailureList(Path file) {
    this.file = file;
  }

  /// Whether the file exists and can be written, or can be created.
  boolean writable() {
    Path folder = file.toAbsolutePath().getParent();
    return Files.exists(file)
        ? Files.isRegularFile(file) && Files.isWritable(file)
        : folder != null && Files.isWritable(folder);
  }

  /// Counts the failure and appends its line. A write error is not thrown: see [#complete].
  synchronized void add(String key, String reason) {
    reasons.merge(reason, 1, Integer::sum);
    Map<String, String> line = new LinkedHashMap<>();
    line.put("key", key);
    line.put("reason", reason);
    try {
      Writer out = writer == null ? Files.newBufferedWriter(file) : writer;
      writer = out;
      out.write(JsonValue.object(line) + System.lineSeparator());
      out.flush();
    } catch (IOException full) {
      complete = false;
    }
  }

  /// Whether every line was written.
  synchronized boolean complete() {
    return complete;
  }

  /// The number of failures for each reason.
  synchronized Map<String, Integer> reasons() {
    return new TreeMap<>(reasons);
  }

  synchronized int count() {
    return reasons.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public synchronized void close() {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException full) {
      complete = false;
    }
  }
}
