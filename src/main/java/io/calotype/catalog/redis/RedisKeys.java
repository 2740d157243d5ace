package io.calotype.catalog.redis;

import io.calotype.catalog.Selection;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The names of Calotype's keys.
///
/// A list is a sorted set of ids by creation time, `calotype:list:<kind>:<group>:<readers>`. A part
/// is `*` if the list is not restricted by it. Readers are `public`, or `=<owner>` for the private
/// media of an owner.
final class RedisKeys {
  /// A sorted set of ids by expiry time.
  static final String EXPIRES = "calotype:expires";

  private static final String LIST = "calotype:list:";
  private static final String ANY = "*";
  private static final String PUBLIC = "public";

  private RedisKeys() {}

  /// The record of `id`.
  static String record(MediaId id) {
    return "image:" + id;
  }

  /// The copy of a record that expires or is too long, in the slot of the record.
  static String kept(MediaId id) {
    return "calotype:kept:{" + record(id) + "}";
  }

  /// The claim on a record, in the slot of the record. It is a token while a server adds the record
  /// or moves its index entries, and an empty text, the trace, for five seconds after a change.
  static String change(MediaId id) {
    return "calotype:change:{" + record(id) + "}";
  }

  /// The keys in the slot of the record: the record, its copy, its claim.
  static String[] home(MediaId id) {
    return new String[] {record(id), kept(id), change(id)};
  }

  /// The keys of the scripts that add and remove `media` in one step: record, copy, index.
  static String[] all(Media media) {
    return Stream.concat(
            Stream.of(record(media.id()), kept(media.id())), index(media).keySet().stream())
        .toArray(String[]::new);
  }

  /// The sorted sets that contain `media`, with its score in each: the creation time in its lists,
  /// the expiry time in [#EXPIRES].
  static Map<String, Long> index(Media media) {
    Map<String, Long> index = new LinkedHashMap<>();
    Instant expires = media.lifetime().expires();
    if (expires != null) {
      index.put(EXPIRES, expires.toEpochMilli());
    }
    lists(media).forEach(list -> index.put(list, media.lifetime().created().toEpochMilli()));
    return index;
  }

  private static List<String> lists(Media media) {
    List<String> lists = new ArrayList<>();
    MediaKind kind = media.original().type().kind();
    Group group = media.labels().group();
    String readers = readers(media);
    addLists(lists, kind, null, readers);
    if (group != null) {
      addLists(lists, kind, group, readers);
    }
    return lists;
  }

  private static void addLists(
      List<String> lists, MediaKind kind, @Nullable Group group, @Nullable String readers) {
    lists.add(list(null, group, ANY));
    lists.add(list(kind, group, ANY));
    if (readers != null) {
      lists.add(list(null, group, readers));
      lists.add(list(kind, group, readers));
    }
  }

  /// The lists that contain the media of `selection`. No media is in two of them. The private media
  /// of all owners have no list of their own; the list of all media contains them.
  static List<String> lists(Selection selection) {
    return readers(selection).stream()
        .map(readers -> list(selection.kind(), selection.group(), readers))
        .toList();
  }

  private static List<String> readers(Selection selection) {
    Owner reader = selection.reader();
    return switch (selection.visibility()) {
      case PUBLIC -> List.of(PUBLIC);
      case PRIVATE -> List.of(reader == null ? ANY : own(reader));
      case null -> reader == null ? List.of(ANY) : List.of(PUBLIC, own(reader));
    };
  }

  private static @Nullable String readers(Media media) {
    Owner owner = media.owner();
    if (media.open()) {
      return PUBLIC;
    }
    return owner == null ? null : own(owner);
  }

  private static String own(Owner owner) {
    return "=" + owner.text();
  }

  private static String list(@Nullable MediaKind kind, @Nullable Group group, String readers) {
    return LIST
        + (kind == null ? ANY : kind.text())
        + ":"
        + (group == null ? ANY : group.value())
        + ":"
        + readers;
  }
}
