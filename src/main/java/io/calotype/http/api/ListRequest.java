package io.calotype.http.api;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Query;
import io.calotype.catalog.Selection;
import io.calotype.http.routing.QueryParameters;
import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The options of `GET /api/media`.
///
/// @param query the filter, the order and the page
/// @param ids restricts the list to these media, without pages; null for all
/// @param ordered whether the request names the order
/// @param troubled whether to list only media with problems
record ListRequest(Query query, @Nullable Set<MediaId> ids, boolean ordered, boolean troubled) {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final Set<String> OPTIONS =
      Set.of("limit", "cursor", "group", "kind", "visibility", "problems", "order", "ids");
  private static final Set<String> IDS_OPTIONS =
      Set.of("ids", "group", "kind", "visibility", "problems", "order");

  /// Parses `options`.
  ///
  /// Errors: `BadRequest` that names the option.
  ///
  /// @param reader restricts the list to media that this owner may read; null for all
  /// @param now the time at which the media must not have expired
  static ListRequest of(QueryParameters options, @Nullable Owner reader, Instant now) {
    options.require(options.contains("ids") ? IDS_OPTIONS : OPTIONS);
    Selection selection =
        new Selection(group(options), kind(options), visibility(options), reader, now);
    ListOrder order = order(options);
    Query query = new Query(limit(options), cursor(options, order), order, selection);
    return new ListRequest(query, ids(options), options.contains("order"), troubled(options));
  }

  /// The option `group`; null if absent.
  static @Nullable Group group(QueryParameters options) {
    return option(options, "group", Group::parse, "is not 1 to 128 of A-Z a-z 0-9 _ -");
  }

  private static @Nullable MediaKind kind(QueryParameters options) {
    return option(options, "kind", MediaKind::parse, "is neither image nor video");
  }

  private static @Nullable Visibility visibility(QueryParameters options) {
    return option(
        options,
        "visibility",
        text -> Arrays.stream(Visibility.values()).filter(one -> one.text().equals(text)).findAny(),
        "is neither public nor private");
  }

  private static ListOrder order(QueryParameters options) {
    ListOrder order =
        option(
            options,
            "order",
            text -> Arrays.stream(ListOrder.values()).filter(o -> o.text().equals(text)).findAny(),
            "is neither newest nor oldest");
    return order == null ? ListOrder.NEWEST : order;
  }

  private static boolean troubled(QueryParameters options) {
    String text = options.get("problems");
    if (text != null && !text.equals("true")) {
      throw QueryParameters.bad("the option problems can only be true");
    }
    return text != null;
  }

  private static int limit(QueryParameters options) {
    Integer limit =
        option(options, "limit", ListRequest::limit, "is not a number from 1 to " + MAX_LIMIT);
    return limit == null ? DEFAULT_LIMIT : limit;
  }

  private static Optional<Integer> limit(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(limit -> limit >= 1 && limit <= MAX_LIMIT);
  }

  private static @Nullable Cursor cursor(QueryParameters options, ListOrder order) {
    Cursor cursor = option(options, "cursor", Cursor::parse, "is not one that a list has given");
    if (cursor != null && cursor.order() != order) {
      throw QueryParameters.bad(
          "the option cursor is of a list with order=%s, and this one has order=%s"
              .formatted(cursor.order().text(), order.text()));
    }
    return cursor;
  }

  private static @Nullable Set<MediaId> ids(QueryParameters options) {
    String text = options.get("ids");
    if (text == null) {
      return null;
    }
    String[] names = text.isEmpty() ? new String[0] : text.split(",", -1);
    if (names.length > MAX_LIMIT) {
      throw QueryParameters.bad("the option ids has more than " + MAX_LIMIT + " ids");
    }
    Set<MediaId> ids = new LinkedHashSet<>();
    for (String name : names) {
      ids.add(QueryParameters.id(name));
    }
    return ids;
  }

  private static <T> @Nullable T option(
      QueryParameters options,
      String name,
      Function<String, Optional<T>> parser,
      String otherwise) {
    String text = options.get(name);
    return text == null
        ? null
        : parser
            .apply(text)
            .orElseThrow(() -> QueryParameters.bad("the option " + name + " " + otherwise));
  }
}
