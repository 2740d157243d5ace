package io.calotype.app;

import io.calotype.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  /// Errors: an `UncheckedIOException` where the file cannot be written.
  synchronized void add(String key, String reason) {
    reasons.merge(reason, 1, Integer::sum);
    Map<String, String> line = new LinkedHashMap<>();
    line.put("key", key);
    line.put("reason", reason);
    try {
      Writer out = writer == null ? Files.newBufferedWriter(file) : writer;
      writer = out;
      out.write(Json.object(line) + System.lineSeparator());
    } catch (IOException full) {
      throw new UncheckedIOException("the list of failures cannot be written", full);
    }
  }

  /// How many have failed, by reason.
  synchronized Map<String, Integer> reasons() {
    return new TreeMap<>(reasons);
  }

  synchronized int count() {
    return reasons.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
