package io.calotype.cli.text;

import io.calotype.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Formats the member `covers` of an answer for people: the data that a command has covered.
public final class CoverageText {
  private static final String NODE = "node";
  private static final String BUCKET = "bucket";

  private CoverageText() {}

  /// Returns `Covers the renditions of node a and of the bucket, and the originals of the bucket.`,
  /// and the nodes whose renditions are not covered. Empty for a single node without a bucket, and
  /// for a server that does not report it.
  public static List<String> lines(JsonValue covers) {
    List<String> renditions = texts(covers.at("renditions"));
    List<String> originals = texts(covers.at("originals"));
    List<String> others = new ArrayList<>(texts(covers.at("nodes")));
    others.remove(covers.at(NODE).text());
    if (others.isEmpty() && !renditions.contains(BUCKET) && !originals.contains(BUCKET)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Covers the renditions "
            + places(renditions, covers)
            + (originals.isEmpty() ? "" : ", and the originals " + places(originals, covers))
            + ".");
    if (renditions.contains(NODE) && !others.isEmpty()) {
      lines.add(
          "Not covered: the renditions of " + TextFormat.line(String.join(", ", others)) + ".");
    }
    return lines;
  }

  private static List<String> texts(JsonValue list) {
    return list.items().stream().map(JsonValue::text).toList();
  }

  private static String places(List<String> places, JsonValue covers) {
    Map<String, String> names =
        Map.of(
            NODE,
            "of node " + covers.at(NODE).text(),
            "nodes",
            "of all nodes (" + String.join(", ", texts(covers.at("nodes"))) + ")",
            BUCKET,
            "of the bucket");
    return places.stream()
        .map(place -> TextFormat.line(names.getOrDefault(place, "of " + place)))
        .collect(Collectors.joining(" and "));
  }
}
