package io.calotype.cdn;

import io.calotype.media.Group;
import io.calotype.media.Membership;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Purges that are sent together.
///
/// @param purges their order is that of the tags
/// @param large the groups that are purged as a whole
record PurgeBatch(List<Purge> purges, Set<Group> large) {
  /// Decides the groups that are purged as a whole: those of a purge, and those with too many media
  /// in the batch.
  static PurgeBatch of(List<Purge> purges) {
    Set<Group> large =
        new HashSet<>(Purge.large(purges.stream().flatMap(each -> each.media().stream()).toList()));
    purges.forEach(each -> large.addAll(each.groups()));
    return new PurgeBatch(List.copyOf(purges), large);
  }

  /// The tags of all purges, each once.
  List<String> tags() {
    Set<String> all =
        purges.stream()
            .flatMap(purge -> tags(purge).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return List.copyOf(all);
  }

  /// The purges with one of `tags`.
  List<Purge> with(Set<String> tags) {
    return purges.stream().filter(purge -> !Collections.disjoint(tags(purge), tags)).toList();
  }

  /// The batch without the purges that have one of `tags`.
  PurgeBatch without(Set<String> tags) {
    return new PurgeBatch(
        purges.stream().filter(purge -> Collections.disjoint(tags(purge), tags)).toList(), large);
  }

  private Set<String> tags(Purge purge) {
    Set<String> tags = new LinkedHashSet<>();
    for (Membership media : purge.media()) {
      Group group = media.group();
      tags.add(
          group != null && large.contains(group) ? CacheTags.of(group) : CacheTags.of(media.id()));
    }
    purge.groups().forEach(group -> tags.add(CacheTags.of(group)));
    return tags;
  }
}
