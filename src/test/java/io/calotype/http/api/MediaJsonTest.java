package io.calotype.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.PublicOriginals;
import io.calotype.access.Signatures;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.http.exchange.Links;
import io.calotype.media.Facts;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.VideoInfo;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.originals.NoDamageStore;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.TestClusterWork;
import io.calotype.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaJsonTest {
  private static final Instant CREATED = Instant.parse("2026-11-20T15:04:05Z");
  private static final Clock CLOCK = Clock.fixed(CREATED, ZoneOffset.UTC);
  private static final FailureBackoff NO_FAILURES =
      new FailureBackoff(TestClusterWork.alone(), new Telemetry(), CLOCK);
  private static final Sha256 DIGEST = new Sha256("0123456789abcdef".repeat(4));
  private static final Original ORIGINAL = TestOriginals.of(MediaType.JPEG, 4_160_783, DIGEST);

  private static final Media PLAIN =
      new Media(
          new MediaId("cat-1"),
          ORIGINAL,
          null,
          new Picture(new Dimensions(5120, 2880), true, Facts.PLAIN, null),
          new Labels(null, Visibility.PUBLIC, Map.of(), null),
          Lifetime.from(CREATED, null),
          null);

  private static final Media FULL =
      new Media(
          new MediaId("cat-2"),
          ORIGINAL,
          null,
          new Picture(
              new Dimensions(1, 2),
              true,
              new Facts(3, true, 6, "Display P3", new VideoInfo(5_060, "h264", null)),
              new Placeholder("aGk=", "#7a8c91")),
          new Labels(
              new Group("cats"), Visibility.PRIVATE, Map.of("title", "\"é\"", "a", ""), null),
          Lifetime.from(CREATED, Duration.ofMillis(1234)),
          null);

  private static final Instant HOUR = Instant.ofEpochSecond(1_800_000);
  private static final Instant HOUR_AFTER_NEXT = HOUR.plusSeconds(7_200);

  @Test
  void media_plainMedia_isAsTheContractShows() {
    assertThat(text(json("").media(PLAIN)))
        .isEqualTo(
            "{\"id\":\"cat-1\",\"kind\":\"image\",\"type\":\"image/jpeg\",\"bytes\":4160783,"
                + "\"width\":5120,\"height\":2880,\"sha256\":\""
                + DIGEST
                + "\",\"createdAt\":\"2026-11-20T15:04:05.000Z\",\"expiresAt\":null,"
                + "\"group\":null,\"visibility\":\"public\",\"attributes\":{},\"filename\":null,"
                + "\"facts\":{\"format\":\"jpg\",\"frames\":1,\"alpha\":false,\"opaque\":true,"
                + "\"orientation\":{\"stored\":1,\"delivered\":1},\"profile\":null,\"position\":false},"
                + "\"placeholder\":null,"
                + "\"links\":{\"self\":\"/api/media/cat-1\","
                + "\"content\":\"/api/media/cat-1/content?v=0123456789ab\","
                + "\"thumbnail\":\"/api/media/cat-1/thumbnail?v=0123456789ab\","
                + "\"image\":\"/images/cat-1?v=0123456789ab\"}}");
  }

  @Test
  void media_mediaWithEverything_hasEveryValue() {
    assertThat(text(json("").media(FULL)))
        .contains("\"height\":2,\"durationMillis\":5060,")
        .contains(
            "\"expiresAt\":\"2026-11-20T15:04:06.234Z\",\"group\":\"cats\","
                + "\"visibility\":\"private\",\"attributes\":{\"a\":\"\",\"title\":\"\\\"é\\\"\"},\"filename\":null,"
                + "\"facts\":{\"format\":\"jpg\",\"frames\":3,\"alpha\":true,\"opaque\":true,"
                + "\"orientation\":{\"stored\":6,\"delivered\":1},\"profile\":\"Display P3\",\"position\":false,"
                + "\"codecs\":{\"video\":\"h264\",\"audio\":null}},"
                + "\"placeholder\":{\"thumbhash\":\"aGk=\",\"color\":\"#7a8c91\"},");
  }

  @Test
  void media_publicUrl_beginsEveryLink() {
    assertThat(text(json("https://img.example.org/m").media(PLAIN)))
        .contains(
            "\"self\":\"https://img.example.org/m/api/media/cat-1\"",
            "\"content\":\"https://img.example.org/m/api/media/cat-1/content?v=",
            "\"thumbnail\":\"https://img.example.org/m/api/media/cat-1/thumbnail?v=",
            "\"image\":\"https://img.example.org/m/images/cat-1?v=");
  }

  @Test
  void page_last_hasNoNext() {
    assertThat(text(json("").page(new Page(List.of(), null))))
        .isEqualTo("{\"items\":[],\"next\":null}");
  }

  @Test
  void page_moreToCome_namesTheCursor() {
    Cursor next = Cursor.after(FULL, ListOrder.NEWEST);
    MediaJson json = json("");

    assertThat(text(json.page(new Page(List.of(PLAIN, FULL), next))))
        .isEqualTo(
            "{\"items\":["
                + text(json.media(PLAIN))
                + ","
                + text(json.media(FULL))
                + "],\"next\":\""
                + next.text()
                + "\"}");
  }

  @Test
  void media_privateAndASigningKey_hasTokensUntilTheHourAfterNext() {
    Signatures signatures = new Signatures(List.of("secret"));
    String token = "&t=" + signatures.token(FULL.id(), HOUR_AFTER_NEXT) + "\"";

    for (Instant now : List.of(HOUR, HOUR.plusSeconds(1_800), HOUR.plusSeconds(3_599))) {
      assertThat(text(json(signatures, PublicOriginals.ALL, now).media(FULL)))
          .contains(
              "\"self\":\"https://m.example.org/api/media/cat-2\"",
              "/api/media/cat-2/content?v=0123456789ab" + token,
              "/api/media/cat-2/thumbnail?v=0123456789ab" + token,
              "/images/cat-2?v=0123456789ab" + token);
    }
  }

  @Test
  void media_publicAndASigningKey_hasATokenWhereItsOriginalIsClosed() {
    Signatures signatures = new Signatures(List.of("secret"));
    String token = "&t=" + signatures.token(PLAIN.id(), HOUR_AFTER_NEXT);

    assertThat(text(json(signatures, PublicOriginals.VIDEOS, HOUR).media(PLAIN)))
        .contains("/content?v=0123456789ab" + token)
        .contains("/thumbnail?v=0123456789ab\"", "/images/cat-1?v=0123456789ab\"");
    assertThat(text(json(signatures, PublicOriginals.ALL, HOUR).media(PLAIN)))
        .doesNotContain("t=1");
  }

  @Test
  void tag_linksWithTokens_changesWithThemInLinksAlone() {
    Signatures signatures = new Signatures(List.of("secret"));
    RecordTag first = json(signatures, PublicOriginals.VIDEOS, HOUR).tag(FULL);
    RecordTag same = json(signatures, PublicOriginals.VIDEOS, HOUR.plusSeconds(3_599)).tag(FULL);
    RecordTag later = json(signatures, PublicOriginals.VIDEOS, HOUR.plusSeconds(3_600)).tag(FULL);
    MediaJson otherKey =
        json(new Signatures(List.of("a newer secret")), PublicOriginals.VIDEOS, HOUR);

    assertThat(same).isEqualTo(first);
    assertThat(later.text()).isNotEqualTo(first.text());
    assertThat(later.stateTag()).isEqualTo(first.stateTag());
    assertThat(otherKey.tag(FULL).links()).isNotEqualTo(first.links());
  }

  @Test
  void tag_publicWithAClosedOriginal_changesWithItsToken() {
    Signatures signatures = new Signatures(List.of("secret"));
    RecordTag first = json(signatures, PublicOriginals.VIDEOS, HOUR).tag(PLAIN);
    RecordTag later = json(signatures, PublicOriginals.VIDEOS, HOUR.plusSeconds(3_600)).tag(PLAIN);
    RecordTag open = json(signatures, PublicOriginals.ALL, HOUR).tag(PLAIN);

    assertThat(later).isNotEqualTo(first);
    assertThat(json(signatures, PublicOriginals.ALL, HOUR.plusSeconds(3_600)).tag(PLAIN))
        .isEqualTo(open);
  }

  private static MediaJson json(Signatures signatures, PublicOriginals originals, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    Links links = new Links("https://m.example.org", "", false, signatures, originals, clock);
    return new MediaJson(links, NO_FAILURES, NoDamageStore.damages(new Telemetry()));
  }

  private static MediaJson json(String publicUrl) {
    Signatures none = new Signatures(List.of());
    Links links = new Links(publicUrl, "", false, none, PublicOriginals.ALL, CLOCK);
    return new MediaJson(links, NO_FAILURES, NoDamageStore.damages(new Telemetry()));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
