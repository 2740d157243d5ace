package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.BlobLinks;
import io.calotype.originals.RenditionsInMemory;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenditionLinksTest {
  private static final Dimensions SIZE = new Dimensions(1, 1);

  private final RenditionsInMemory store = new RenditionsInMemory(Instant.now());
  private final SharedRenditions shared = new SharedRenditions(store, new Telemetry());

  /// Each hit of a large rendition wants a URL.
  @Test
  void link_absentRendition_isLookedForOnce() {
    Rendition rendition = Rendition.of(media(), RenditionSpec.still(SIZE, Format.WEBP), "1");

    for (int hits = 0; hits < 3; hits++) {
      BlobLinks.Answer answer = new BlobLinks.Answer(false, null);
      assertThat(shared.link(rendition, answer, Duration.ofMinutes(1))).isEmpty();
    }

    assertThat(store.looks()).isEqualTo(1);
  }

  private static Media media() {
    return new Media(
        new MediaId("a"),
        Original.fresh(MediaType.JPEG, 1, Sha256.ofText("a")),
        null,
        new Picture(SIZE, true, Facts.PLAIN, null),
        new Labels(null, Visibility.PUBLIC, Map.of(), null),
        Lifetime.from(Instant.now(), null),
        null);
  }
}
