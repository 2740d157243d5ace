package io.calotype.client;

import io.calotype.client.Result.Failed;
import io.calotype.client.Result.Present;
import io.calotype.client.Result.Uploaded;
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
public record Tally(
    List<Result> results, int untried, @Nullable RuntimeException stop, Duration took) {
  public Tally {
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
        + Text.bytes(bytes())
        + " in "
        + Text.duration(took);
  }

  /// Every reason for a failure with the number of its files, and below it these files; the most
  /// frequent first.
  public List<String> failures() {
    Map<String, List<Failed>> byReason = new TreeMap<>();
    for (Result result : results) {
      if (result instanceof Failed failed) {
        byReason.computeIfAbsent(failed.reason(), reason -> new ArrayList<>()).add(failed);
      }
    }
    List<String> lines = new ArrayList<>();
    byReason.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .forEach(entry -> {
          lines.add(Text.count(entry.getValue().size(), "file") + " failed: " + entry.getKey());
          entry.getValue().stream()
              .map(failed -> "  " + Text.line(failed.file().path().toString()))
              .sorted()
              .forEach(lines::add);
        });
    return lines;
  }
}
