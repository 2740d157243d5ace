package io.calotype.upload;

import io.calotype.media.Preset;
import io.calotype.media.Visibility;
import java.util.List;

/// What is accepted, and what is made of it at once.
///
/// @param maxPixels the largest picture, in pixels
/// @param presets the renditions that are made before the upload is answered
/// @param visibility of a media whose uploader does not say
public record UploadPolicy(long maxPixels, List<Preset> presets, Visibility visibility) {
  public UploadPolicy {
    presets = List.copyOf(presets);
  }
}
