package io.calotype.client;

import io.calotype.client.FileResult.Failed;
import io.calotype.client.FileResult.Present;
import io.calotype.client.FileResult.Uploaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What has become of all files.
///
/// @param results of every file that was tried
/// @param untried how many were not, because the run was given up
/// @param stop why it was; null where it went to its end
/// @param took how long all took
public record UploadReport(
    List<FileResult> results, int untried, @Nullable RuntimeException stop, Duration took) {
  public UploadReport {
    results = List.copyOf(results);
  }

  /// How many have been uploaded.
  public long uploaded() {
    return results.stream().filter(Uploaded.class::isInstance).count();
  }

  /// How many were there already.
  public long present() {
    return results.stream().filter(Present.class::isInstance).count();
  }

  /// How many have failed.
  public long failed() {
    return results.stream().filter(Failed.class::isInstance).count();
  }

  /// How long those are together that have been uploaded.
  public long bytes() {
    return results.stream()
        .filter(Uploaded.class::isInstance)
        .mapToLong(result -> result.file().bytes())
        .sum();
  }

  /// Whether every file is on the server.
  public boolean complete() {
    return failed() == 0 && untried == 0;
  }

  /// It in one line.
  public String summary() {
    return uploaded()
        + " uploaded, "
        + present()
        + " there already, "
        + failed()
        + " failed"
        + (untried == 0 ? "" : ", " + untried + " not tried")
        + "; "
        + TextFormat.bytes(bytes())
        + " in "
        + TextFormat.duration(took);
  }

  /// Every reason for a failure with the number of its files, and below it these files; the most
  /// frequent first.
  public List<String> failures() {
    Map<String, List<Failed>> byReason = new TreeMap<>();
    for (FileResult result : results) {
      if (result instanceof Failed failed) {
        byReason.computeIfAbsent(failed.reason(), reason -> new ArrayList<>()).add(failed);
      }
    }
    List<String> lines = new ArrayList<>();
    byReason.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .forEach(entry -> {
          lines.add(
              TextFormat.count(entry.getValue().size(), "file") + " failed: " + entry.getKey());
          entry.getValue().stream()
              .map(failed -> "  " + TextFormat.line(failed.file().path().toString()))
              .sorted()
              .forEach(lines::add);
        });
    return lines;
  }
}
