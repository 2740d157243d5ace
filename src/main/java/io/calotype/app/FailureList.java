package io.calotype.app;

import io.calotype.client.ResponseJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What has failed, one line each in a file that is made with the first:
/// `{"key":"…","reason":"…"}`. Only the number for each reason is kept in memory. Any thread may
/// write.
final class FailureList implements AutoCloseable {
  private final Path file;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private @Nullable Writer writer;
  private boolean complete = true;

  FailureList(Path file) {
    this.file = file;
  }

  /// Whether the file could be made.
  boolean writable() {
    Path folder = file.toAbsolutePath().getParent();
    return Files.exists(file)
        ? Files.isRegularFile(file) && Files.isWritable(file)
        : folder != null && Files.isWritable(folder);
  }

  /// Counts the failure, and adds its line unless the file cannot be written: see [#complete].
  synchronized void add(String key, String reason) {
    reasons.merge(reason, 1, Integer::sum);
    Map<String, String> line = new LinkedHashMap<>();
    line.put("key", key);
    line.put("reason", reason);
    try {
      Writer out = writer == null ? Files.newBufferedWriter(file) : writer;
      writer = out;
      out.write(ResponseJson.object(line) + System.lineSeparator());
      out.flush();
    } catch (IOException full) {
      complete = false;
    }
  }

  /// Whether every line could be written.
  synchronized boolean complete() {
    return complete;
  }

  /// How many have failed, by reason.
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
