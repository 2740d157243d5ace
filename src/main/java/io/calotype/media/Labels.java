package io.calotype.media;

import io.calotype.media.geometry.Focus;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The labels that the uploader gives a media. They may be changed later, except the file name.
///
/// @param group the group label that it shares with others, if any
/// @param visibility access without credentials
/// @param attributes free text by name, sorted by name
/// @param fileName the name of the uploaded file; null if the upload gave none
/// @param focus the point that `cover` keeps in view by default; null for the centre
public record Labels(
    @Nullable Group group,
    Visibility visibility,
    Map<String, String> attributes,
    @Nullable FileName fileName,
    @Nullable Focus focus) {
  public Labels {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /// The labels of a media without a focus.
  public Labels(
      @Nullable Group group,
      Visibility visibility,
      Map<String, String> attributes,
      @Nullable FileName fileName) {
    this(group, visibility, attributes, fileName, null);
  }

  /// Returns these labels with another visibility.
  public Labels seen(Visibility other) {
    return new Labels(group, other, attributes, fileName, focus);
  }
}
