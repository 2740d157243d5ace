package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import io.calotype.upkeep.Removal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Records: one, a list, and their removal.
final class MediaHandler {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final Set<String> LIST_OPTIONS =
      Set.of("limit", "cursor", "group", "kind", "visibility", "problems", "ids");
  private static final Set<String> IDS_OPTIONS =
      Set.of("ids", "group", "kind", "visibility", "problems");

  private final Catalog catalog;
  private final Records records;
  private final Services.Work work;
  private final MediaJson json;
  private final RecordConditions conditions;
  private final Clock clock;

  MediaHandler(
      Catalog catalog,
      Records records,
      Services.Work work,
      MediaJson json,
      RecordConditions conditions,
      Clock clock) {
    this.clock = clock;
    this.catalog = catalog;
    this.records = records;
    this.work = work;
    this.json = json;
    this.conditions = conditions;
  }

  void read(Exchange exchange, MediaId id) {
    Options.require(exchange.parameters(), Set.of("exif"));
    boolean asked = exif(exchange.parameters());
    exchange.offload(() -> {
      Media media = allowed(exchange, Action.READ, id);
      records.requireAlive(media);
      if (asked) {
        exchange.json(200, withExif(exchange, media));
      } else {
        answer(exchange, media);
      }
    });
  }

  private void answer(Exchange exchange, Media media) {
    boolean known = conditions.known(exchange.conditions(), media);
    byte[] body = known ? new byte[0] : json.media(media);
    exchange.onLoop(() -> {
      exchange.response().putHeader(HttpHeaders.ETAG, json.etag(media));
      if (known) {
        exchange.notModified();
      } else {
        exchange.jsonNow(200, body);
      }
    });
  }

  private static boolean exif(MultiMap options) {
    String text = options.get("exif");
    if (text != null && !text.equals("true")) {
      throw Options.bad("the option exif can only be true");
    }
    return text != null;
  }

  /// Reading it takes a renderer, as a rendition does.
  private byte[] withExif(Exchange exchange, Media media) {
    exchange.pay();
    return json.media(media, Exif.shown(work.maker().exif(media), owns(exchange, media)));
  }

  /// Where a picture was taken is for the one who took it there.
  private static boolean owns(Exchange exchange, Media media) {
    return exchange.caller() instanceof Caller.Local
        || (media.owner() != null && media.owner().equals(exchange.caller().owner()));
  }

  /// Tries again what could not be rendered lately, and answers the record as it then is.
  void retry(Exchange exchange, MediaId id) {
    Options.require(exchange.parameters(), Set.of());
    exchange.offload(() -> {
      Media media = allowed(exchange, Action.RETRY, id);
      records.requireAlive(media);
      work.renditions().retry(media, exchange::pay);
      exchange.json(200, json.media(media));
    });
  }

  /// The media `id`, if the caller may do `action` to it. Who may do it to none does not learn
  /// whether it is there.
  private Media allowed(Exchange exchange, Action action, MediaId id) {
    exchange.require(action);
    return records.require(exchange, action, id);
  }

  void list(Exchange exchange) {
    exchange.offload(() -> {
      exchange.require(Action.LIST);
      MultiMap options = exchange.parameters();
      Page page =
          options.contains("ids")
              ? new Page(named(exchange, options), null)
              : filter(options).page(catalog, alive(query(options, reader(exchange))));
      exchange.json(200, json.page(page));
    });
  }

  private Query alive(Query query) {
    return query.aliveAt(clock.instant());
  }

  /// The media that the option ids names, in its order, without those that are absent, over or
  /// hidden from the caller.
  private List<Media> named(Exchange exchange, MultiMap options) {
    Options.require(options, IDS_OPTIONS);
    Group group = group(options);
    MediaKind kind = kind(options);
    ListFilter filter = filter(options);
    return ids(Optional.ofNullable(options.get("ids")).orElse("")).stream()
        .flatMap(id -> catalog.peek(id).stream())
        .filter(media -> group == null || group.equals(media.labels().group()))
        .filter(media -> kind == null || kind == media.original().type().kind())
        .filter(filter::accepts)
        .filter(records::alive)
        .filter(media -> exchange.access().decide(Action.READ, media) == Decision.ALLOWED)
        .toList();
  }

  private static Set<MediaId> ids(String text) {
    Set<MediaId> ids = new LinkedHashSet<>();
    for (String id : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      ids.add(Options.id(id));
    }
    if (ids.size() > MAX_LIMIT) {
      throw Options.bad("the option ids names more than " + MAX_LIMIT + " media");
    }
    return ids;
  }

  private ListFilter filter(MultiMap options) {
    String problems = options.get("problems");
    if (problems != null && !problems.equals("true")) {
      throw Options.bad("the option problems can only be true");
    }
    return new ListFilter(visibility(options), problems == null ? null : json::troubled);
  }

  private static @Nullable Visibility visibility(MultiMap options) {
    String text = options.get("visibility");
    return text == null
        ? null
        : Arrays.stream(Visibility.values())
            .filter(visibility -> visibility.text().equals(text))
            .findFirst()
            .orElseThrow(() -> Options.bad("the option visibility is neither public nor private"));
  }

  /// The owner whose private media a list shows; null where it shows all, as for a viewer.
  private static @Nullable Owner reader(Exchange exchange) {
    return exchange.access().urlSigned() ? null : exchange.caller().reader();
  }

  void delete(Exchange exchange, MediaId id) {
    Options.require(exchange.parameters(), Set.of());
    exchange.offload(() -> {
      boolean removed = removed(exchange, id);
      exchange.onLoop(() -> {
        if (removed) {
          exchange.end(204);
        } else {
          exchange.problem(Problems.preconditionFailed());
        }
      });
    });
  }

  /// Removes the media unless a precondition fails: then it answers false. A media whose record
  /// cannot be read has no state to compare and is removed by its id.
  private boolean removed(Exchange exchange, MediaId id) {
    try {
      Media media = allowed(exchange, Action.DELETE, id);
      if (conditions.failed(exchange.conditions(), media)) {
        return false;
      }
      work.removal().remove(media);
    } catch (MediaException e) {
      if (!(e.failure() instanceof Failure.RecordDamaged)) {
        throw e;
      }
      work.removal().removeDamaged(id);
    }
    return true;
  }

  /// Deletes what the caller may delete of a group.
  void deleteGroup(Exchange exchange) {
    exchange.offload(() -> {
      exchange.require(Action.DELETE);
      Group group = groupToDelete(exchange.parameters());
      Caller caller = exchange.caller();
      Removal.Removed removed =
          work.removal()
              .removeGroup(
                  group,
                  caller.reader(),
                  media -> Gate.decide(caller, Action.DELETE, media) == Decision.ALLOWED);
      exchange.json(200, deleted(removed));
    });
  }

  private static byte[] deleted(Removal.Removed removed) {
    Map<String, Object> counts = new TreeMap<>();
    counts.put("deleted", removed.removed());
    if (removed.failed() > 0) {
      counts.put("failed", removed.failed());
    }
    return Json.bytes(out -> Json.value(out, counts));
  }

  private static Group groupToDelete(MultiMap options) {
    Options.require(options, Set.of("group"));
    Group group = group(options);
    if (group == null) {
      throw Options.bad("the option group is missing: it says what to delete");
    }
    return group;
  }

  private static Query query(MultiMap options, @Nullable Owner reader) {
    Options.require(options, LIST_OPTIONS);
    return new Query(limit(options), cursor(options), group(options), kind(options), reader);
  }

  private static int limit(MultiMap options) {
    String text = options.get("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (!text.matches("[0-9]{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_LIMIT) {
      throw Options.bad("the option limit is not a number from 1 to " + MAX_LIMIT);
    }
    return Integer.parseInt(text);
  }

  private static @Nullable Cursor cursor(MultiMap options) {
    String text = options.get("cursor");
    return text == null
        ? null
        : Cursor.parse(text)
            .orElseThrow(() -> Options.bad("the option cursor is not one that a list has given"));
  }

  private static @Nullable Group group(MultiMap options) {
    String text = options.get("group");
    return text == null
        ? null
        : Group.parse(text)
            .orElseThrow(() -> Options.bad("the option group is not 1 to 128 of A-Z a-z 0-9 _ -"));
  }

  private static @Nullable MediaKind kind(MultiMap options) {
    String text = options.get("kind");
    return text == null
        ? null
        : Arrays.stream(MediaKind.values())
            .filter(kind -> kind.text().equals(text))
            .findFirst()
            .orElseThrow(() -> Options.bad("the option kind is neither image nor video"));
  }
}
