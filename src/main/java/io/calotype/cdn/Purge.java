package io.calotype.cdn;

import io.calotype.cluster.WorkQueue;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import io.calotype.media.Membership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The purge of one change, which may be that of many media.
///
/// @param task its record in the queue; null if it could not be recorded
/// @param media the changed media, with their groups before the change
/// @param groups the groups with too many changed media to name each
record Purge(WorkQueue.@Nullable Task task, List<Membership> media, Set<Group> groups) {
  /// More media of one group purge the group: an upper bound of the requests that the deletion of a
  /// large group causes.
  static final int MAX_OF_GROUP = 100;

  /// The purge of `media`, not recorded.
  static Purge of(List<Membership> media) {
    Set<Group> large = large(media);
    List<Membership> single =
        media.stream()
            .filter(each -> each.group() == null || !large.contains(each.group()))
            .toList();
    return new Purge(null, single, large);
  }

  /// The groups with more than [#MAX_OF_GROUP] different ones of `media`.
  static Set<Group> large(List<Membership> media) {
    Map<Group, Set<MediaId>> members = new HashMap<>();
    for (Membership each : media) {
      if (each.group() != null) {
        members.computeIfAbsent(each.group(), _ -> new HashSet<>()).add(each.id());
      }
    }
    members.values().removeIf(ids -> ids.size() <= MAX_OF_GROUP);
    return members.keySet();
  }

  Purge recorded(WorkQueue.Task as) {
    return new Purge(as, media, groups);
  }

  /// The text of its task: words `<id>`, `<id>/<group>` and `/<group>`, with blanks between.
  String text() {
    List<String> words = new ArrayList<>();
    media.forEach(each ->
        words.add(each.group() == null ? each.id().value() : each.id() + "/" + each.group()));
    groups.forEach(group -> words.add("/" + group));
    return String.join(" ", words);
  }

  /// Reads the text of `task`; empty if it is not that of a purge.
  static Optional<Purge> parse(WorkQueue.Task task) {
    List<Membership> media = new ArrayList<>();
    Set<Group> groups = new HashSet<>();
    try {
      for (String word : task.text().split(" ", -1)) {
        int slash = word.indexOf('/');
        if (slash == 0) {
          groups.add(new Group(word.substring(1)));
        } else if (slash < 0) {
          media.add(new Membership(new MediaId(word), null));
        } else {
          Group group = new Group(word.substring(slash + 1));
          media.add(new Membership(new MediaId(word.substring(0, slash)), group));
        }
      }
      return Optional.of(new Purge(task, media, groups));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
