package io.calotype.history;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The group of the media of one upload, by the calls that may have set it.
record Membership(Story story, Call upload) {
  private static @Nullable String group(Call source) {
    return switch (source.kind()) {
      case Call.Upload(int _, boolean _, var _, String group) -> group;
      case Call.GroupChange(String group) -> group;
      case Call.Removal _, Call.GroupRemoval _, Call.Change _, Call.TtlChange _, Call.Read _ ->
          throw new IllegalArgumentException("no call that sets a group");
    };
  }

  /// Whether the media may be in `group` during `call`.
  boolean possibly(String group, Call call) {
    return sources(call).anyMatch(source -> group.equals(group(source)));
  }

  /// Whether the media is in `group` during the whole of `call`, if it exists.
  boolean surely(String group, Call call) {
    return sources(call).allMatch(source -> Objects.equals(group, group(source)));
  }

  /// The uploads and changes of which one has set the group during `call`. A change that was
  /// answered before `call` began replaces all that was settled before it.
  private Stream<Call> sources(Call call) {
    List<Call> changes =
        story
            .changesOf(upload, call.span().ended())
            .filter(change -> change.kind() instanceof Call.GroupChange)
            .toList();
    long replaced =
        changes.stream()
            .filter(change -> change.done() && change.span().begun() >= Story.settled(upload))
            .filter(change -> change.span().ended() <= call.span().begun())
            .mapToLong(change -> change.span().begun())
            .max()
            .orElse(Long.MIN_VALUE);
    return Stream.concat(story.uploadsOf(Story.picture(upload)), changes.stream())
        .filter(source -> Story.settled(source) > replaced);
  }
}
