package io.calotype.cli.client;

import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The result of a [BulkWarming] run. Thread-safe.
public final class WarmReport {
  /// The maximum number of examples for each reason.
  private static final int NAMED = 20;

  private final Map<String, Reason> reasons = new TreeMap<>();
  private long made;
  private long present;
  private long failed;
  private @Nullable RuntimeException stop;

  /// A reason for failures, with examples.
  private static final class Reason {
    private final List<JsonValue> examples = new ArrayList<>();
    private long count;
  }

  /// Adds a response of the server.
  synchronized void add(JsonValue answer) {
    made += answer.at("made").count();
    present += answer.at("present").count();
    for (JsonValue failure : answer.at("failed").items()) {
      Reason reason = reasons.computeIfAbsent(failure.at("title").text(), any -> new Reason());
      reason.count++;
      failed++;
      if (reason.examples.size() < NAMED) {
        reason.examples.add(failure);
      }
    }
  }

  /// Ends the report.
  ///
  /// @param why the error that ended the run early; null if the run completed
  synchronized void end(@Nullable RuntimeException why) {
    stop = why;
  }

  /// The error that ended the run early; null if the run completed.
  public synchronized @Nullable RuntimeException stop() {
    return stop;
  }

  /// Whether every requested rendition exists.
  public synchronized boolean complete() {
    return failed == 0 && stop == null;
  }

  /// The result in one line.
  public synchronized String summary() {
    return made + " made, " + present + " there already, " + failed + " failed";
  }

  /// The failures grouped by reason, most frequent first: a line with the reason and the count,
  /// then at most 20 examples.
  public synchronized List<String> failures() {
    List<String> lines = new ArrayList<>();
    reasons.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().count))
        .forEach(entry -> {
          Reason reason = entry.getValue();
          lines.add(
              TextFormat.count(reason.count, "rendition")
                  + " failed: "
                  + TextFormat.line(entry.getKey()));
          reason.examples.stream().map(WarmReport::line).forEach(lines::add);
          if (reason.count > reason.examples.size()) {
            lines.add("  and " + (reason.count - reason.examples.size()) + " more");
          }
        });
    return lines;
  }

  private static String line(JsonValue failure) {
    return TextFormat.line(
        "  "
            + failure.at("id").text()
            + "  "
            + failure.at("preset").text()
            + "  "
            + failure.at("format").text());
  }

  /// The result as JSON: `made`, `present`, `failed`, `complete`, and `failures` with at most 20
  /// examples of each reason.
  public synchronized JsonValue json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("made", made);
    members.put("present", present);
    members.put("failed", failed);
    members.put("complete", failed == 0 && stop == null);
    members.put(
        "failures", reasons.values().stream().flatMap(reason -> reason.examples.stream()).toList());
    return JsonValue.object(members);
  }
}
