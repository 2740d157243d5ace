package io.calotype.cli.client;

import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Options of an upload.
///
/// @param group group of the media; null is none
/// @param ttl time to live; null is unlimited
/// @param hidden whether the media are private; if false, the server's default applies
/// @param ids the source of their ids
/// @param parallel number of concurrent uploads
public record UploadSettings(
    @Nullable Group group, @Nullable Duration ttl, boolean hidden, IdSource ids, int parallel) {
  /// The options that differ from the record of an existing media, as text for people; empty if
  /// none differs.
  String contradictedBy(JsonValue media) {
    List<String> differing = new ArrayList<>();
    if (hidden && !media.at("visibility").text().equals("private")) {
      differing.add("visibility");
    }
    if (group != null && !media.at("group").text().equals(group.value())) {
      differing.add("group");
    }
    return String.join(" and ", differing);
  }

  /// The options of an upload by name, without its id and file name.
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    if (group != null) {
      options.put("group", group.value());
    }
    if (ttl != null) {
      options.put("ttl", ttl.toString());
    }
    if (hidden) {
      options.put("visibility", "private");
    }
    return options;
  }
}
