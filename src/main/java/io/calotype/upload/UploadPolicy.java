package io.calotype.upload;

import io.calotype.media.Visibility;
import io.calotype.media.transformation.Preset;
import java.util.List;

/// The conditions for accepting an upload, and the renditions made of it.
///
/// @param maxPixels the largest picture, in pixels
/// @param presets the renditions that are made before the upload is answered
/// @param visibility the default visibility of a media
public record UploadPolicy(long maxPixels, List<Preset> presets, Visibility visibility) {
  public UploadPolicy {
    presets = List.copyOf(presets);
  }
}
