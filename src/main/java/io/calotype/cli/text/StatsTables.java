package io.calotype.cli.text;

import io.calotype.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Formats the statistics of a server as tables.
public final class StatsTables {
  private static final List<String> HITS = List.of("memoryHits", "diskHits", "sharedHits");

  private StatsTables() {}

  /// Formats the response of `GET /api/stats` as lines.
  public static List<String> lines(JsonValue stats) {
    List<String> lines = new ArrayList<>();
    lines.addAll(requests(stats.at("requests")));
    lines.addAll(members("CACHE", stats.at("cache")));
    lines.addAll(members("RENDERS", stats.at("renders")));
    lines.addAll(latencies("RENDERED AS", stats.at("renders").at("millis")));
    lines.addAll(latencies("CATALOG CALL", stats.at("catalog").at("millis")));
    if (stats.at("usage").nested()) {
      lines.addAll(below(UsageTables.lines(stats.at("usage"))));
    }
    lines.addAll(nodes(stats));
    return lines;
  }

  /// A table with a row for each node, for statistics of all nodes. Requests are those for
  /// renditions.
  private static List<String> nodes(JsonValue stats) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonValue node : stats.at("perNode").items()) {
      JsonValue requests = node.at("requests");
      long all =
          HITS.stream().mapToLong(name -> requests.at(name).count()).sum()
              + requests.at("misses").count();
      rows.add(
          List.of(
              node.at("node").text(),
              seconds(node.at("ageMillis")),
              Long.toString(all),
              percent(requests.at("hitRate")),
              requests.at("problems").text(),
              TextFormat.bytes(node.at("cache").at("diskBytes").count())));
    }
    for (JsonValue name : stats.at("missing").items()) {
      rows.add(List.of(name.text(), "no report", "", "", "", ""));
    }
    return rows.isEmpty()
        ? List.of()
        : below(
            new Table(List.of("NODE", "AGE", "REQUESTS", "HITS", "PROBLEMS", "ON DISK"))
                .lines(rows));
  }

  private static String seconds(JsonValue millis) {
    return String.format(Locale.ROOT, "%.1f s", millis.count() / 1000.0);
  }

  private static List<String> requests(JsonValue requests) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(request("hits in memory", requests, "memoryHits", "memoryHitRate"));
    rows.add(request("hits on disk", requests, "diskHits", "diskHitRate"));
    if (requests.at("sharedHits").value() != null) { // absent from older servers
      rows.add(request("hits in the shared bucket", requests, "sharedHits", "sharedHitRate"));
    }
    rows.add(request("misses", requests, "misses", "missRate"));
    rows.add(request("problems", requests, "problems", ""));
    return new Table(List.of("REQUESTS", "COUNT", "SHARE")).lines(rows);
  }

  private static List<String> request(
      String title, JsonValue requests, String count, String share) {
    JsonValue rate = requests.at(share);
    return List.of(title, requests.at(count).text(), rate.value() == null ? "" : percent(rate));
  }

  /// A table with a row for each member that is not nested.
  private static List<String> members(String title, JsonValue members) {
    List<List<String>> rows = new ArrayList<>();
    members
        .members()
        .forEach((name, member) -> {
          if (!member.nested()) {
            rows.add(List.of(words(name), value(name, member)));
          }
        });
    return below(new Table(List.of(title, "")).lines(rows));
  }

  /// A table of counts and percentiles, in milliseconds.
  private static List<String> latencies(String title, JsonValue times) {
    List<List<String>> rows = new ArrayList<>();
    times
        .members()
        .forEach((name, time) ->
            rows.add(
                List.of(
                    name,
                    time.at("count").text(),
                    time.at("p50").text(),
                    time.at("p95").text(),
                    time.at("p99").text())));
    return below(new Table(List.of(title, "COUNT", "P50 MS", "P95 MS", "P99 MS")).lines(rows));
  }

  /// Adds a blank line above a table.
  private static List<String> below(List<String> table) {
    return Stream.concat(Stream.of(""), table.stream()).toList();
  }

  private static String value(String name, JsonValue member) {
    return name.endsWith("ytes") ? TextFormat.bytes(member.count()) : member.text();
  }

  private static String percent(JsonValue share) {
    return String.format(Locale.ROOT, "%.1f %%", Double.parseDouble(share.text()) * 100);
  }

  /// `diskEntries` as `disk entries`.
  private static String words(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }
}
