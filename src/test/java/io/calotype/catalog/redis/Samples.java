package io.calotype.catalog.redis;

import io.calotype.media.Facts;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.VideoInfo;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Media to keep.
public final class Samples {
  /// The time of the run: a real Redis compares it with its own clock.
  @SuppressWarnings("TimeInStaticInitializer")
  static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  static final Group CATS = new Group("cats");

  private Samples() {}

  /// A public picture of `group`, created so many milliseconds after [#NOW].
  public static Media picture(String id, int millis, @Nullable Group group) {
    return media(id, Lifetime.from(NOW.plusMillis(millis), null), group, Map.of());
  }

  /// A public picture of [#CATS] that lives from `now` on.
  static Media mortal(String id, Instant now, Duration ttl) {
    return media(id, Lifetime.from(now, ttl), CATS, Map.of("title", "Mortal"));
  }

  static Media withAttributes(String id, Map<String, String> attributes) {
    return media(id, Lifetime.from(NOW, null), null, attributes);
  }

  /// Everything as long as the contract allows, but its attributes.
  static Media largest(Map<String, String> attributes) {
    Sha256 digest = new Sha256("f".repeat(64));
    return new Media(
        new MediaId("i".repeat(128)),
        TestOriginals.of(MediaType.MATROSKA, Long.MAX_VALUE, digest),
        TestOriginals.of(MediaType.PNG, Long.MAX_VALUE, digest),
        new Picture(
            new Dimensions(65_535, 65_535),
            false,
            new Facts(
                Integer.MAX_VALUE,
                true,
                8,
                "p".repeat(60),
                new VideoInfo(Long.MAX_VALUE, "v".repeat(20), "a".repeat(20))),
            new Placeholder("t".repeat(36), "#7a8c91")),
        new Labels(new Group("g".repeat(128)), Visibility.PRIVATE, attributes, null),
        Lifetime.from(NOW, Duration.ofDays(36_500)),
        Owner.ofSubject("s".repeat(296)));
  }

  /// `media` with another master.
  static Media remastered(Media media) {
    return new Media(
        media.id(),
        media.original(),
        TestOriginals.of(MediaType.JPEG, 77, new Sha256("7".repeat(64))),
        media.picture(),
        media.labels(),
        media.lifetime(),
        media.owner());
  }

  private static Media media(
      String id, Lifetime lifetime, @Nullable Group group, Map<String, String> attributes) {
    return new Media(
        new MediaId(id),
        TestOriginals.of(MediaType.JPEG, 1_234, new Sha256("1".repeat(64))),
        null,
        new Picture(new Dimensions(640, 480), true, Facts.PLAIN, null),
        new Labels(group, Visibility.PUBLIC, attributes, null),
        lifetime,
        null);
  }
}
