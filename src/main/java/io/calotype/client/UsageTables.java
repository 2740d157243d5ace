package io.calotype.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How much there is of what, as tables.
public final class UsageTables {
  private static final Map<String, String> AGES = new LinkedHashMap<>();
  private static final Map<String, String> SOURCES = new LinkedHashMap<>();

  static {
    AGES.put("day", "less than a day");
    AGES.put("week", "less than a week");
    AGES.put("month", "less than 30 days");
    AGES.put("older", "longer");
    SOURCES.put("image", "images");
    SOURCES.put("video", "videos");
    SOURCES.put("master", "masters");
  }

  private UsageTables() {}

  /// The lines of what the server calls usage.
  public static List<String> lines(Json usage) {
    Json renditions = usage.at("renditions");
    List<List<String>> kinds = new ArrayList<>();
    for (Json kind : renditions.at("byPresetAndFormat").items()) {
      kinds.add(row(kind, kind.at("preset").text(), kind.at("format").text()));
    }
    kinds.add(row(renditions, "all", ""));
    List<String> lines = new ArrayList<>();
    lines.addAll(new Table(List.of("PRESET", "FORMAT", "RENDITIONS", "BYTES")).lines(kinds));
    lines.add("");
    lines.addAll(table("NOT USED FOR", "RENDITIONS", AGES, renditions.at("byAge")));
    lines.add("");
    lines.addAll(table("ORIGINALS", "FILES", SOURCES, usage.at("originals")));
    return lines;
  }

  private static List<String> table(
      String what, String count, Map<String, String> names, Json amounts) {
    List<List<String>> rows =
        names.entrySet().stream()
            .map(name -> row(amounts.at(name.getKey()), name.getValue()))
            .toList();
    return new Table(List.of(what, count, "BYTES")).lines(rows);
  }

  private static List<String> row(Json amount, String... names) {
    List<String> row = new ArrayList<>(List.of(names));
    row.add(Long.toString(amount.at("count").count()));
    row.add(Text.bytes(amount.at("bytes").count()));
    return row;
  }
}
