package io.calotype.cli.client;

import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A query for records, read page by page.
///
/// @param group filter; null is any group
/// @param kind filter; null is any kind
/// @param order of the records
/// @param limit maximum number of records
public record MediaListing(
    @Nullable Group group, @Nullable MediaKind kind, ListOrder order, long limit) {

  private static final int PAGE = 200;

  /// The columns of [#row].
  public static final List<String> COLUMNS =
      List.of("ID", "TYPE", "SIZE", "BYTES", "CREATED", "VISIBILITY", "GROUP");

  /// All media of `group`, newest first; null is any group.
  public static MediaListing all(@Nullable Group group) {
    return new MediaListing(group, null, ListOrder.NEWEST, Long.MAX_VALUE);
  }

  /// Counts the matching records. Reads all of them.
  public long count(CalotypeClient client) {
    AtomicLong count = new AtomicLong();
    read(client, page -> count.addAndGet(page.size()) >= 0);
    return count.get();
  }

  /// Passes each page to `reader`, until there are no more pages or `reader` returns false.
  public void read(CalotypeClient client, Predicate<List<JsonValue>> reader) {
    String cursor = "";
    long left = limit;
    boolean more = true;
    while (more && left > 0) {
      JsonValue page = client.page((int) Math.min(PAGE, left), cursor, this);
      left -= page.at("items").items().size();
      cursor = page.at("next").text();
      more = reader.test(page.at("items").items()) && !cursor.isEmpty();
    }
  }

  /// Formats a record as a table row.
  public static List<String> row(JsonValue media) {
    List<String> row = new ArrayList<>();
    row.add(media.at("id").text());
    row.add(media.at("type").text());
    row.add(media.at("width").text() + "x" + media.at("height").text());
    row.add(TextFormat.bytes(media.at("bytes").count()));
    row.add(media.at("createdAt").text().replaceFirst("T(.{8}).*", " $1"));
    row.add(media.at("visibility").text());
    row.add(media.at("group").text());
    return row;
  }
}
