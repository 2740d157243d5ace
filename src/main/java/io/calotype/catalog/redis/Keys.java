package io.calotype.catalog.redis;

import io.calotype.catalog.Query;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names of our keys.
///
/// A list is a sorted set of ids by creation time, `calotype:list:<kind>:<group>:<readers>`, each
/// part `*` where it does not matter. Readers are `public`, or `=<owner>` for its private media.
final class Keys {
  /// Ids by the time at which they expire.
  static final String EXPIRES = "calotype:expires";

  /// Copies by id of the records that Redis drops, and of those that are too long for one.
  static final String KEPT = "calotype:kept";

  private static final String LIST = "calotype:list:";
  private static final String ANY = "*";
  private static final String PUBLIC = "public";

  private Keys() {}

  static String record(MediaId id) {
    return "image:" + id;
  }

  static String[] records(List<MediaId> ids) {
    return ids.stream().map(Keys::record).toArray(String[]::new);
  }

  /// What the scripts that add and remove `media` work on: the record, the two keys above, its
  /// lists.
  static String[] all(Media media) {
    List<String> keys = new ArrayList<>(List.of(record(media.id()), EXPIRES, KEPT));
    keys.addAll(lists(media));
    return keys.toArray(String[]::new);
  }

  /// Every list that `media` is in.
  static List<String> lists(Media media) {
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

  /// The lists whose media `query` asks for; no media is in two of them.
  static List<String> lists(Query query) {
    Owner reader = query.reader();
    return reader == null
        ? List.of(list(query.kind(), query.group(), ANY))
        : List.of(
            list(query.kind(), query.group(), PUBLIC),
            list(query.kind(), query.group(), own(reader)));
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
