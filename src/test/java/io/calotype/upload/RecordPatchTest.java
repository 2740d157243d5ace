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
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Focus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordPatchTest {
  private static final Instant CREATED = Instant.parse("2026-11-20T15:04:05Z");
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Labels LABELS =
      new Labels(
          new Group("album"),
          Visibility.PUBLIC,
          Map.of("title", "a", "place", "b"),
          new FileName("a.jpg"),
          Focus.parse("0.2,0.3").orElseThrow());
  private static final Media MEDIA =
      new Media(
          new MediaId("photo"),
          TestOriginals.of(MediaType.JPEG, 1, Sha256.ofText("a")),
          null,
          new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
          LABELS,
          Lifetime.from(CREATED, Duration.ofDays(9)),
          null);

  private static Media patched(Consumer<RecordPatch.Builder> members) {
    RecordPatch.Builder patch = new RecordPatch.Builder();
    members.accept(patch);
    return patch.build().applied(MEDIA, NOW);
  }

  @Test
  void applied_nothing_isTheSameRecord() {
    assertThat(patched(patch -> {})).isEqualTo(MEDIA);
  }

  @Test
  void applied_members_changesThemAndNothingElse() {
    Media changed =
        patched(patch -> {
          patch.set("visibility", "private");
          patch.set("group", "other");
          patch.set("focus", "1,0");
          patch.set("ttl", "PT1H");
        });

    assertThat(changed.labels())
        .isEqualTo(
            new Labels(
                new Group("other"),
                Visibility.PRIVATE,
                LABELS.attributes(),
                LABELS.fileName(),
                Focus.parse("1,0").orElseThrow()));
    assertThat(changed.lifetime()).isEqualTo(new Lifetime(CREATED, NOW.plus(Duration.ofHours(1))));
    assertThat(changed.original()).isEqualTo(MEDIA.original());
  }

  @Test
  void applied_null_removesTheMember() {
    Media changed =
        patched(patch -> {
          patch.set("group", null);
          patch.set("focus", null);
          patch.set("ttl", null);
        });

    assertThat(changed.labels().group()).isNull();
    assertThat(changed.labels().focus()).isNull();
    assertThat(changed.lifetime()).isEqualTo(new Lifetime(CREATED, null));
  }

  @Test
  void applied_attributes_areMerged() {
    Media changed =
        patched(patch -> {
          patch.attribute("title", "new");
          patch.attribute("place", null);
          patch.attribute("absent", null);
          patch.attribute("author", "c");
        });

    assertThat(changed.labels().attributes())
        .containsOnly(Map.entry("title", "new"), Map.entry("author", "c"));
  }

  @Test
  void applied_attributesAsNull_removesAll() {
    assertThat(patched(RecordPatch.Builder::clearAttributes).labels().attributes()).isEmpty();
  }

  @Test
  void applied_moreAttributesThanARecordHolds_isRefused() {
    assertRefused(
        patch -> IntStream.range(0, 15).forEach(i -> patch.attribute("n" + i, "v")), "16");
  }

  @ParameterizedTest
  @CsvSource({
    "visibility, , visibility",
    "visibility, secret, visibility",
    "group, a b, group",
    "ttl, yesterday, ttl",
    "focus, 2, focus",
    "id, other, id"
  })
  void set_valueThatIsNone_isRefusedByName(String name, String value, String named) {
    assertRefused(patch -> patch.set(name, value), named);
  }

  @Test
  void set_twice_isRefusedByName() {
    assertRefused(
        patch -> {
          patch.set("group", "a");
          patch.set("group", "b");
        },
        "group is given twice");
    assertRefused(
        patch -> {
          patch.attribute("title", "a");
          patch.attribute("title", null);
        },
        "title is given twice");
  }

  private static void assertRefused(Consumer<RecordPatch.Builder> members, String named) {
    assertThatThrownBy(() -> patched(members))
        .isInstanceOfSatisfying(
            MediaException.class,
            refused ->
                assertThat(refused.failure())
                    .isInstanceOfSatisfying(
                        Failure.BadRequest.class,
                        request -> assertThat(request.toString()).contains(named)));
  }
}
