package io.calotype.cdn;

import io.calotype.media.Group;
import io.calotype.media.MediaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides the tags that purge a batch of changed media.
final class PurgeBatch {
  /// A batch with more media of one group purges the group: an upper bound of the requests that the
  /// deletion of a large group causes.
  static final int MAX_OF_GROUP = 100;

  private PurgeBatch() {}

  /// A media that has changed.
  ///
  /// @param group its group before the change; null if it had none
  record Changed(MediaId id, @Nullable Group group) {}

  /// The tags, each once: that of a group, if many of its media have changed; otherwise those of
  /// the media.
  static List<String> tags(List<Changed> batch) {
    Map<Group, Set<MediaId>> groups = new LinkedHashMap<>();
    for (Changed changed : batch) {
      if (changed.group != null) {
        groups.computeIfAbsent(changed.group, group -> new LinkedHashSet<>()).add(changed.id);
      }
    }
    Set<String> tags = new LinkedHashSet<>();
    for (Changed changed : batch) {
      Group group = changed.group;
      if (group != null && groups.getOrDefault(group, Set.of()).size() > MAX_OF_GROUP) {
        tags.add(CacheTags.of(group));
      } else {
        tags.add(CacheTags.of(changed.id));
      }
    }
    return new ArrayList<>(tags);
  }
}
