package io.calotype.cli.text;

import io.calotype.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/// Formats the disk usage of a server as tables.
public final class UsageTables {
  private static final List<Row> AGES =
      List.of(
          new Row("day", "less than a day"),
          new Row("week", "less than a week"),
          new Row("month", "less than 30 days"),
          new Row("older", "longer"));
  private static final List<Row> SOURCES =
      List.of(new Row("image", "images"), new Row("video", "videos"), new Row("master", "masters"));

  /// A member of the response and its title in a table.
  private record Row(String member, String title) {}

  private UsageTables() {}

  /// Formats the response of `GET /api/admin/usage` as lines.
  public static List<String> lines(JsonValue usage) {
    JsonValue renditions = usage.at("renditions");
    List<List<String>> kinds = new ArrayList<>();
    for (JsonValue kind : renditions.at("byPresetAndFormat").items()) {
      kinds.add(row(kind, kind.at("preset").text(), kind.at("format").text()));
    }
    kinds.add(row(renditions, "all", ""));
    List<String> lines = new ArrayList<>();
    lines.addAll(new Table(List.of("PRESET", "FORMAT", "RENDITIONS", "BYTES")).lines(kinds));
    lines.add("");
    lines.addAll(table("NOT USED FOR", "RENDITIONS", AGES, renditions.at("byAge")));
    lines.add("");
    lines.addAll(table("ORIGINALS", "FILES", SOURCES, usage.at("originals")));
    lines.addAll(CoverageText.lines(usage.at("covers")));
    return lines;
  }

  private static List<String> table(String title, String count, List<Row> amounts, JsonValue of) {
    List<List<String>> rows =
        amounts.stream().map(amount -> row(of.at(amount.member()), amount.title())).toList();
    return new Table(List.of(title, count, "BYTES")).lines(rows);
  }

  private static List<String> row(JsonValue amount, String... names) {
    List<String> row = new ArrayList<>(List.of(names));
    row.add(Long.toString(amount.at("count").count()));
    row.add(TextFormat.bytes(amount.at("bytes").count()));
    return row;
  }
}
