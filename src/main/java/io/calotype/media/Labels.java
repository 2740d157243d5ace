package io.calotype.media;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the uploader says of a media.
///
/// @param group the label that it shares with others, if any
/// @param visibility who may see it without credentials
/// @param attributes free text by name, sorted by name
/// @param fileName the name of the file that was uploaded; null where the upload gave none
public record Labels(
    @Nullable Group group,
    Visibility visibility,
    Map<String, String> attributes,
    @Nullable FileName fileName) {
  public Labels {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /// These labels with another visibility.
  public Labels seen(Visibility other) {
    return new Labels(group, other, attributes, fileName);
  }
}
