package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.AcceptingEngine;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Preset;
import io.calotype.originals.Blob;
import io.calotype.originals.StagedFile;
import io.calotype.store.Uploaded;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Uploads into real stores, decoded by an engine that takes every file for a picture.
class UploadsTest extends HouseholdFixture {
  private static final Dimensions SIZE = new Dimensions(400, 300);
  private static final String JPEG = "\u00ff\u00d8\u00ffpicture";
  private static final MediaId CAT = new MediaId("cat");

  private final AcceptingEngine engine = new AcceptingEngine(SIZE, new byte[3]);
  private Uploads uploads;

  @BeforeEach
  void openUploads() {
    UploadPolicy policy = new UploadPolicy(1 << 20, List.of(Preset.SMALL), Visibility.PUBLIC);
    DecodeStep step = house.decodeStep(engine);
    Ingestion ingestion =
        new Ingestion(step, house.store, house.stores.renditions().shared(), house.telemetry);
    uploads =
        new Uploads(
            policy,
            ingestion,
            new MasterRepairer(step, house.store, house.blobs),
            house.store,
            house.clock);
  }

  @Test
  void store_newId_storesOriginalRecordAndPresets() throws IOException {
    Uploaded uploaded = uploads.store(staged(JPEG), options(CAT, null), provenance());

    assertThat(uploaded.created()).isTrue();
    Media media = house.catalog.find(CAT).orElseThrow();
    assertThat(media).isEqualTo(uploaded.media());
    assertThat(Files.readAllBytes(house.path(media))).isEqualTo(bytes(JPEG));
    assertThat(house.folder.incoming()).isEmptyDirectory();
    assertThat(house.folder.renditions()).isDirectoryRecursivelyContaining("glob:**.webp");
  }

  @Test
  void store_withoutId_getsOne() {
    Media media = uploads.store(staged(JPEG), options(null, null), provenance()).media();

    assertThat(media.id().value()).isNotEmpty();
    assertThat(house.catalog.find(media.id())).contains(media);
  }

  @Test
  void store_sameBytesAgain_returnsTheFirstWithoutADecode() {
    Media first = uploads.store(staged(JPEG), options(CAT, null), provenance()).media();

    Uploaded again = uploads.store(staged(JPEG), options(CAT, null), provenance());

    assertThat(again).isEqualTo(new Uploaded(first, false));
    assertThat(engine.priorities()).hasSize(1);
    assertThat(house.blobs.of(CAT)).isEqualTo(Blob.keys(first));
  }

  @Test
  void store_otherBytes_areRefusedAndTheFirstStays() {
    Media first = uploads.store(staged(JPEG), options(CAT, null), provenance()).media();

    assertFailure(JPEG + "2", new Failure.MediaExists(CAT));

    assertThat(house.has(first)).isTrue();
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void store_undecodable_leavesNothing() {
    engine.refuse(new Failure.Undecodable());

    assertFailure(JPEG, new Failure.Undecodable());

    assertThat(house.catalog.find(CAT)).isEmpty();
    assertThat(house.blobs.of(CAT)).isEmpty();
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void store_emptyOrUnknownFile_isRefusedBeforeADecode() {
    assertFailure("", new Failure.BadRequest("the file is empty"));
    assertFailure("nothing known", new Failure.UnsupportedMedia());

    assertThat(engine.priorities()).hasSize(0);
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void store_expiredId_isANewMedia() {
    Media first =
        uploads.store(staged(JPEG), options(CAT, Duration.ofMinutes(1)), provenance()).media();
    house.clock.pass(Duration.ofMinutes(2));

    Uploaded second = uploads.store(staged(JPEG), options(CAT, null), provenance());

    assertThat(second.created()).isTrue();
    assertThat(second.media().lifetime().expires()).isNull();
    assertThat(house.has(first)).isFalse();
  }

  @Test
  void store_damagedOriginal_isRepairedByTheSameBytes() throws IOException {
    Media first = uploads.store(staged(JPEG), options(CAT, null), provenance()).media();
    Files.writeString(house.path(first), "damaged");

    Uploaded again = uploads.store(staged(JPEG), options(CAT, null), provenance());

    assertThat(again.created()).isFalse();
    assertThat(Files.readAllBytes(house.path(again.media()))).isEqualTo(bytes(JPEG));
    assertThat(engine.priorities()).hasSize(1);
  }

  @Test
  void store_ttlAndOrigin_areInTheRecord() {
    Instant created = house.clock.instant().minus(Duration.ofDays(9));
    Owner owner = new Owner("key:app");

    Media media =
        uploads
            .store(
                staged(JPEG),
                options(CAT, Duration.ofHours(1)),
                new Provenance(owner, created, "base64_data"))
            .media();

    assertThat(media.owner()).isEqualTo(owner);
    assertThat(media.lifetime().created()).isEqualTo(created);
    assertThat(media.lifetime().expires())
        .isEqualTo(house.clock.instant().plus(Duration.ofHours(1)));
  }

  /// Every file operation of the blob store, of staging and of the removals fails once.
  @Test
  void store_anyStepFails_isStoredWholeOrRefused() throws IOException {
    boolean failed = true;
    for (int step = 1; failed; step++) {
      StagedFile staged = staged(JPEG);
      house.files.failAt(step);
      boolean stored = stored(staged);
      failed = house.files.mend();

      assertThat(house.catalog.find(CAT).isPresent()).as("step %s", step).isEqualTo(stored);
      if (stored) {
        Media media = house.catalog.find(CAT).orElseThrow();
        assertThat(Files.readAllBytes(house.path(media))).isEqualTo(bytes(JPEG));
        house.store.remove(media);
      }
      assertThat(house.folder.incoming()).isEmptyDirectory();
    }
  }

  private boolean stored(StagedFile staged) {
    try {
      return uploads.store(staged, options(CAT, null), provenance()).created();
    } catch (MediaException refused) {
      return false;
    }
  }

  private void assertFailure(String bytes, Failure failure) {
    assertThatThrownBy(() -> uploads.store(staged(bytes), options(CAT, null), provenance()))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  private static Provenance provenance() {
    return Provenance.of(null);
  }

  private static UploadOptions options(@Nullable MediaId id, @Nullable Duration ttl) {
    return new UploadOptions(id, null, null, ttl, Map.of(), null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private StagedFile staged(String text) {
    try {
      return house
          .stores
          .temporary()
          .staging()
          .receive(new ByteArrayInputStream(bytes(text)), head -> Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
