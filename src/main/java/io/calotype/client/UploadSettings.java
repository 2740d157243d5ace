package io.calotype.client;

import io.calotype.media.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How files are uploaded.
///
/// @param group the label that they get; null is none
/// @param ttl how long they live; null is for ever
/// @param hidden whether they are private; what else they are is the server's choice
/// @param ids the source of their ids
/// @param parallel how many at once
public record UploadSettings(
    @Nullable Group group, @Nullable Duration ttl, boolean hidden, IdSource ids, int parallel) {
  /// Wishes for files whose ids come from their content.
  public UploadSettings(
      @Nullable Group group, @Nullable Duration ttl, boolean hidden, int parallel) {
    this(group, ttl, hidden, IdSource.CONTENT, parallel);
  }

  /// The wishes that the record of a media that is there already contradicts, for people; empty
  /// where none is.
  String contradictedBy(ResponseJson media) {
    List<String> differing = new ArrayList<>();
    if (hidden && !media.at("visibility").text().equals("private")) {
      differing.add("visibility");
    }
    if (group != null && !media.at("group").text().equals(group.value())) {
      differing.add("group");
    }
    return String.join(" and ", differing);
  }

  /// The query of an upload, with its question mark; empty where nothing is wished for.
  String query() {
    String query =
        (group == null ? "" : "&group=" + group)
            + (ttl == null ? "" : "&ttl=" + ttl)
            + (hidden ? "&visibility=private" : "");
    return query.isEmpty() ? "" : "?" + query.substring(1);
  }
}
