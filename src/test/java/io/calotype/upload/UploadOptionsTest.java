package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadOptionsTest {
  private static final Instant NOW = Instant.parse("2001-02-03T04:05:06Z");

  private final UploadOptions.Builder builder = new UploadOptions.Builder();

  @Test
  void build_everyOption_isThere() {
    builder.set("id", "cat");
    builder.set("group", "cats");
    builder.set("visibility", "private");
    builder.set("ttl", "3600");
    builder.set("filename", "cat.jpg");
    builder.set("attr.title", "A cat");

    assertThat(builder.build())
        .isEqualTo(
            new UploadOptions(
                new MediaId("cat"),
                new Group("cats"),
                Visibility.PRIVATE,
                Duration.ofHours(1),
                Map.of("title", "A cat"),
                FileName.of("cat.jpg")));
  }

  @Test
  void provenance_ofAMigration_isThere() {
    builder.set("owner", "key:app");
    builder.set("created", "2000-01-01T01:00:00+01:00");
    builder.set("from-field", "picture");

    assertThat(builder.provenance())
        .isEqualTo(
            new Provenance(new Owner("key:app"), Instant.parse("2000-01-01T00:00:00Z"), "picture"));
  }

  @ParameterizedTest
  @CsvSource({
    "id, a b",
    "id, ''",
    "group, a/b",
    "visibility, PUBLIC",
    "ttl, 0",
    "ttl, -5",
    "ttl, PT-1H",
    "ttl, tomorrow",
    "ttl, P40000D",
    "ttl, 9999999999999",
    "owner, app",
    "created, yesterday",
    "unknown, x",
    "attr., x"
  })
  void set_badValue_isRefusedByName(String name, String value) {
    assertBad(name, value, name.equals("attr.") ? "attr." : name);
  }

  @Test
  void set_sameOptionTwice_isRefused() {
    builder.set("id", "a");

    assertBad("id", "a", "given twice");
  }

  @Test
  void set_attributesBeyondTheirLimits_areRefusedAndNotKept() {
    builder.set("attr.a", "x".repeat(1_023));

    assertBad("attr.b", "", "1024 bytes");
    assertThat(builder.build().attributes()).containsOnlyKeys("a");
  }

  @Test
  void set_moreThanSixteenAttributes_areRefused() {
    for (int i = 0; i < 16; i++) {
      builder.set("attr.a" + i, "");
    }

    assertBad("attr.one-more", "", "more than 16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00b", "\ude00\ud83d"})
  void set_halfOfASurrogatePair_isRefused(String value) {
    assertBad("attr.title", value, "surrogate");
  }

  @Test
  void suggest_fileNameIsSet_keepsIt() {
    builder.set("filename", "chosen.jpg");
    builder.suggest(FileName.of("sent.jpg"));

    assertThat(builder.build().fileName()).isEqualTo(FileName.of("chosen.jpg"));
  }

  @Test
  void contradictedBy_equalOrAbsentOptions_isEmpty() {
    assertThat(options(null, null, null, Map.of()).contradictedBy(media(), NOW)).isEmpty();
    assertThat(
            options(
                    new Group("cats"),
                    Visibility.PRIVATE,
                    Duration.ofHours(1),
                    Map.of("title", "A cat"))
                .contradictedBy(media(), NOW.plusSeconds(30)))
        .isEmpty();
  }

  @Test
  void contradictedBy_everyOtherOption_namesAll() {
    assertThat(
            options(
                    new Group("dogs"),
                    Visibility.PUBLIC,
                    Duration.ofDays(1),
                    Map.of("title", "A dog"))
                .contradictedBy(media(), NOW.plus(Duration.ofMinutes(5))))
        .containsExactly("group", "visibility", "ttl", "attributes");
  }

  private void assertBad(String name, String value, String part) {
    assertThatThrownBy(() -> builder.set(name, value))
        .isInstanceOfSatisfying(
            MediaException.class,
            e ->
                assertThat(e.failure())
                    .isInstanceOfSatisfying(
                        Failure.BadRequest.class,
                        bad -> assertThat(bad.toString()).contains(part)));
  }

  private static UploadOptions options(
      @Nullable Group group,
      @Nullable Visibility visibility,
      @Nullable Duration ttl,
      Map<String, String> attributes) {
    return new UploadOptions(null, group, visibility, ttl, attributes, null);
  }

  private static Media media() {
    return new Media(
        new MediaId("cat"),
        TestOriginals.of(MediaType.JPEG, 1, Sha256.ofText("a")),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(
            new Group("cats"), Visibility.PRIVATE, Map.of("title", "A cat", "more", "x"), null),
        Lifetime.from(NOW, Duration.ofHours(1)),
        null);
  }
}
