package io.calotype.client;

import java.util.LinkedHashMap;
import java.util.Map;

/// Filters and order of a list. Each method returns a copy.
public final class ListOptions {
  private final Map<String, String> parameters;

  /// All media, newest first, in pages of 200.
  public ListOptions() {
    this(Map.of("limit", "200"));
  }

  private ListOptions(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /// Lists one group.
  public ListOptions group(String group) {
    return with("group", group);
  }

  /// Lists pictures, or videos.
  public ListOptions kind(Kind kind) {
    return with("kind", kind.text());
  }

  /// Lists public media, or private ones.
  public ListOptions visibility(Visibility visibility) {
    return with("visibility", visibility.text());
  }

  /// Begins with the oldest media.
  public ListOptions oldestFirst() {
    return with("order", "oldest");
  }

  /// @param records the records of one request, 1 to 200
  public ListOptions pageSize(int records) {
    return with("limit", Integer.toString(records));
  }

  /// The page at a cursor, the member `next` of the page before.
  ListOptions after(String cursor) {
    return with("cursor", cursor);
  }

  private ListOptions with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put(name, value);
    return new ListOptions(all);
  }

  Map<String, String> parameters() {
    return parameters;
  }
}
