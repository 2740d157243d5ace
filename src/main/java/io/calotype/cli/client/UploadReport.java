package io.calotype.cli.client;

import io.calotype.cli.client.FileResult.Failed;
import io.calotype.cli.client.FileResult.Present;
import io.calotype.cli.client.FileResult.Uploaded;
import io.calotype.cli.text.TextFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The result of an upload of many files.
///
/// @param results one for each file that was tried
/// @param untried number of files that were not tried, because the run ended early
/// @param stop the error that ended the run early; null if the run completed
/// @param took total time
public record UploadReport(
    List<FileResult> results, int untried, @Nullable RuntimeException stop, Duration took) {
  public UploadReport {
    results = List.copyOf(results);
  }

  /// The number of files that were stored in this run.
  public long uploaded() {
    return results.stream().filter(Uploaded.class::isInstance).count();
  }

  /// The number of files that the server already had.
  public long present() {
    return results.stream().filter(Present.class::isInstance).count();
  }

  /// The number of failed files.
  public long failed() {
    return results.stream().filter(Failed.class::isInstance).count();
  }

  /// The total bytes of the files that were stored in this run.
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

  /// The result in one line.
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

  /// The failures grouped by reason, most frequent first: a line with the reason and the number of
  /// files, then the files.
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
