package io.calotype.cli.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Formats rows below a head, one line each. The first page determines the column widths, and later
/// pages keep them, wider cells excepted. A long list can therefore be printed while it arrives.
public final class Table {
  private static final String GAP = "  ";

  private final List<String> head;
  private int[] widths = {};

  /// An empty table.
  public Table(List<String> head) {
    this.head = List.copyOf(head);
  }

  /// Formats a page; the first page includes the head.
  public List<String> lines(List<List<String>> rows) {
    if (widths.length > 0) {
      return rows.stream().map(this::line).toList();
    }
    List<List<String>> all = Stream.concat(Stream.of(head), rows.stream()).toList();
    widths = IntStream.range(0, head.size()).map(column -> width(all, column)).toArray();
    return all.stream().map(this::line).toList();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private String line(List<String> row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> padded(TextFormat.line(row.get(column)), widths[column]))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()));
  }
}
