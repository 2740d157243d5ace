package io.calotype.http.shortpath;

import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.store.Rendition;
import java.time.Instant;
import java.util.Map;

/// A public picture and one of its renditions.
final class ShortPathPictures {
  static final Media MEDIA =
      new Media(
          new MediaId("a"),
          TestOriginals.of(MediaType.JPEG, 1000, new Sha256("0".repeat(64))),
          null,
          new Picture(new Dimensions(400, 300), true, Facts.PLAIN, null),
          new Labels(null, Visibility.PUBLIC, Map.of(), null),
          new Lifetime(Instant.parse("1994-11-06T08:49:37Z"), null),
          null);

  static final Rendition RENDITION =
      Rendition.of(MEDIA, Preset.SMALL.of(MEDIA, Format.WEBP), "maker");

  private ShortPathPictures() {}
}
