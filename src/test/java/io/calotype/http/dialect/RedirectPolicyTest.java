package io.calotype.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.http.dialect.RedirectPolicy.Target;
import io.calotype.http.routing.QueryParameters;
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
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedirectPolicyTest {
  private static final CdnAddress CDN = CdnAddress.of("https://cdn.example").orElseThrow();
  private static final RedirectPolicy ALL = new RedirectPolicy(true, 100, CDN);
  private static final RedirectPolicy OFF = new RedirectPolicy(false, 100, CDN);
  private static final String COPY = "https://cdn.example/copies/a.jpg?signature=x";

  @Test
  void original_thatIsOpen_isAtTheCdn() {
    Media media = media(MediaType.JPEG, Map.of());

    assertThat(original(ALL, media, "", true)).isEqualTo(new Target.Cdn(CDN));
    assertThat(original(ALL, media, "sig=x&exp=1", true)).isEqualTo(new Target.Store());
    assertThat(original(ALL, media, "", false)).isEqualTo(new Target.Store());
    assertThat(original(OFF, media, "", true)).isEqualTo(new Target.Here());
  }

  @Test
  void original_withACopyOnTheCdn_isThereUnlessItIsADownload() {
    Media media = media(MediaType.JPEG, Map.of(RedirectPolicy.FILE, COPY));

    assertThat(original(OFF, media, "", false)).isEqualTo(new Target.File(COPY));
    assertThat(original(OFF, media, "download", false)).isEqualTo(new Target.Here());
    assertThat(original(ALL, media, "download", true)).isEqualTo(new Target.Cdn(CDN));
    assertThat(OFF.ignoresFile(media, QueryParameters.NONE)).isFalse();
  }

  @Test
  void original_withAnAddressElsewhere_ignoresIt() {
    Media media = media(MediaType.JPEG, Map.of(RedirectPolicy.FILE, "https://other.example/a"));

    assertThat(original(OFF, media, "", true)).isEqualTo(new Target.Here());
    assertThat(OFF.ignoresFile(media, QueryParameters.NONE)).isTrue();
    assertThat(OFF.ignoresFile(media, QueryParameters.parse("via=cdn"))).isFalse();
  }

  @Test
  void original_thatABrowserExecutesOrTheCdnFetches_isHere() {
    assertThat(original(ALL, media(MediaType.SVG, Map.of()), "", true))
        .isEqualTo(new Target.Here());
    assertThat(original(ALL, media(MediaType.JPEG, Map.of()), "via=cdn", true))
        .isEqualTo(new Target.Here());
  }

  @Test
  void rendition_belowTheLimit_isHere() {
    Media media = media(MediaType.JPEG, Map.of());

    assertThat(ALL.rendition(media, QueryParameters.NONE, 99)).isEqualTo(new Target.Here());
    assertThat(ALL.rendition(media, QueryParameters.NONE, 100)).isEqualTo(new Target.Cdn(CDN));
    assertThat(ALL.rendition(media, QueryParameters.parse("via=cdn"), 100))
        .isEqualTo(new Target.Here());
    assertThat(new RedirectPolicy(true, 100, null).rendition(media, QueryParameters.NONE, 100))
        .isEqualTo(new Target.Store());
  }

  private static Target original(RedirectPolicy policy, Media media, String query, boolean open) {
    return policy.original(media, QueryParameters.parse(query), open);
  }

  private static Media media(MediaType type, Map<String, String> attributes) {
    return new Media(
        new MediaId("a"),
        TestOriginals.of(type, 1, new Sha256("1".repeat(64))),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(null, Visibility.PUBLIC, attributes, null),
        new Lifetime(Instant.parse("1994-11-06T08:49:37Z"), null),
        null);
  }
}
