package io.calotype.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What has become of renditions that were to be made. Any thread may add to it.
public final class WarmReport {
  /// So many of a kind are named.
  private static final int NAMED = 20;

  private final Map<String, Reason> reasons = new TreeMap<>();
  private long made;
  private long present;
  private long failed;
  private @Nullable RuntimeException stop;

  /// Why some could not be made.
  private static final class Reason {
    private final List<ResponseJson> examples = new ArrayList<>();
    private long count;
  }

  /// Adds an answer of the server.
  synchronized void add(ResponseJson answer) {
    made += answer.at("made").count();
    present += answer.at("present").count();
    for (ResponseJson failure : answer.at("failed").items()) {
      Reason reason = reasons.computeIfAbsent(failure.at("title").text(), any -> new Reason());
      reason.count++;
      failed++;
      if (reason.examples.size() < NAMED) {
        reason.examples.add(failure);
      }
    }
  }

  /// It is over.
  ///
  /// @param why it was given up; null where it went to its end
  synchronized void end(@Nullable RuntimeException why) {
    stop = why;
  }

  /// Why it was given up; null where it went to its end.
  public synchronized @Nullable RuntimeException stop() {
    return stop;
  }

  /// Whether everything is there.
  public synchronized boolean complete() {
    return failed == 0 && stop == null;
  }

  /// It in one line.
  public synchronized String summary() {
    return made + " made, " + present + " there already, " + failed + " failed";
  }

  /// Every reason for a failure with how many there are, and below it some of them; the most
  /// frequent first.
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

  private static String line(ResponseJson failure) {
    return TextFormat.line(
        "  "
            + failure.at("id").text()
            + "  "
            + failure.at("preset").text()
            + "  "
            + failure.at("format").text());
  }

  /// It as JSON: `made`, `present`, `failed`, and `failures` with some of each reason.
  public synchronized ResponseJson json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("made", made);
    members.put("present", present);
    members.put("failed", failed);
    members.put("complete", failed == 0 && stop == null);
    members.put(
        "failures", reasons.values().stream().flatMap(reason -> reason.examples.stream()).toList());
    return ResponseJson.object(members);
  }
}
