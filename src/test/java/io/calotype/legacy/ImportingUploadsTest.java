package io.calotype.legacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.LegacyRecord;
import io.calotype.catalog.LegacyRecords;
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
import io.calotype.upload.DecodeStep;
import io.calotype.upload.Ingestion;
import io.calotype.upload.MasterRepairer;
import io.calotype.upload.Provenance;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.UploadPolicy;
import io.calotype.upload.Uploads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Uploads into real stores, beside legacy records in memory.
class ImportingUploadsTest extends HouseholdFixture {
  private static final Dimensions SIZE = new Dimensions(400, 300);
  private static final String JPEG = "\u00ff\u00d8\u00ffpicture";
  private static final MediaId CAT = new MediaId("cat");
  private static final Provenance ALICE = Provenance.of(new Owner("key:alice"));

  private final Map<MediaId, String> records = new ConcurrentHashMap<>();
  private final AcceptingEngine engine = new AcceptingEngine(SIZE, new byte[3]);
  private ImportingUploads uploads;
  private LegacyImport legacy;
  private boolean vacant;

  @BeforeEach
  void openUploads() {
    UploadPolicy policy = new UploadPolicy(1 << 20, List.of(Preset.SMALL), Visibility.PUBLIC);
    DecodeStep step = house.decodeStep(engine);
    Ingestion ingestion =
        new Ingestion(step, house.store, house.stores.renditions().shared(), house.telemetry);
    MasterRepairer repairer = new MasterRepairer(step, house.store, house.blobs);
    LegacyImport.Source source =
        new LegacyImport.Source(
            new Texts(), house.stores.temporary().staging(), new UploadLimits(99, 99), policy);
    legacy = new LegacyImport(house.catalog, source, ingestion, house.telemetry, house.clock);
    uploads =
        new ImportingUploads(
            legacy, new Uploads(policy, ingestion, repairer, house.store, house.clock));
  }

  @Test
  void store_bytesOfTheLegacyRecord_meetTheImportedMediaOfTheUploader() {
    records.put(CAT, record(JPEG));

    Uploaded uploaded = uploads.store(staged(JPEG), options(CAT), ALICE);

    assertThat(uploaded.created()).isFalse();
    assertThat(uploaded.media().owner()).isEqualTo(ALICE.owner());
    assertThat(uploaded.media().labels().attributes())
        .isEqualTo(Map.of("title", "old", "by", "alice"));
    assertThat(house.catalog.find(CAT)).contains(uploaded.media());
    assertThat(records).isEmpty();
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void store_otherBytes_areRefusedAndTheLegacyPictureIsKept() {
    records.put(CAT, record(JPEG));

    assertFailure(JPEG + "2", new Failure.MediaExists(CAT));

    Media kept = house.catalog.find(CAT).orElseThrow();
    assertThat(kept.owner()).isNull();
    assertThat(house.has(kept)).isTrue();
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void store_emptyFile_isRefusedWithoutAnImport() {
    records.put(CAT, record(JPEG));

    assertFailure("", new Failure.BadRequest("the file is empty"));

    assertThat(records).containsOnlyKeys(CAT);
    assertThat(house.catalog.find(CAT)).isEmpty();
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void store_fieldOfTheUpload_namesTheMemberWithThePicture() {
    records.put(CAT, record(JPEG).replace("base64_data", "img"));
    Provenance field = new Provenance(ALICE.owner(), null, "img");

    Uploaded uploaded = uploads.store(staged(JPEG), options(CAT), field);

    assertThat(uploaded.created()).isFalse();
    assertThat(records).isEmpty();
  }

  @Test
  void store_withoutIdOrRecord_isNew() {
    records.put(CAT, record(JPEG));

    assertThat(uploads.store(staged(JPEG), options(null), ALICE).created()).isTrue();
    assertThat(uploads.store(staged(JPEG), options(new MediaId("dog")), ALICE).created()).isTrue();
    assertThat(records).containsOnlyKeys(CAT);
  }

  /// Two uploads at once have found the id vacant.
  @Test
  void store_idTakenAfterItWasFoundVacant_meetsTheFirst() {
    Uploaded first = uploads.store(staged(JPEG), options(CAT), ALICE);
    vacant = true;

    Uploaded second = uploads.store(staged(JPEG), options(CAT), ALICE);

    assertThat(second).isEqualTo(new Uploaded(first.media(), false));
    assertFailure(JPEG + "2", new Failure.MediaExists(CAT));
    assertFailure("", new Failure.BadRequest("the file is empty"));
    assertThat(house.blobs.of(CAT)).isEqualTo(Blob.keys(first.media()));
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  /// A reader that found no record just before the upload was stored.
  @Test
  void exists_recordOfAnUpload_isNoLegacyRecord() {
    var _ = uploads.store(staged(JPEG), options(CAT), ALICE);
    records.put(CAT, "the text of the upload's record");

    assertThat(legacy.exists(CAT)).isFalse();
  }

  @Test
  void store_importFails_closesTheStagedFile() {
    records.put(CAT, "unavailable");

    assertFailure(JPEG, new Failure.Unavailable(Duration.ofSeconds(1)));

    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void importRecord_undecodable_isRefusedAndKept() {
    records.put(CAT, record(JPEG));
    engine.refuse(new Failure.Undecodable());

    assertThatThrownBy(() -> uploads.legacyImport().importRecord(CAT))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());

    assertThat(records).containsOnlyKeys(CAT);
    assertThat(house.catalog.find(CAT)).isEmpty();
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  private void assertFailure(String bytes, Failure failure) {
    assertThatThrownBy(() -> uploads.store(staged(bytes), options(CAT), ALICE))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  private static UploadOptions options(@Nullable MediaId id) {
    return new UploadOptions(id, null, null, null, Map.of("by", "alice"), null);
  }

  private static String record(String picture) {
    String base64 = Base64.getEncoder().encodeToString(picture.getBytes(ISO_8859_1));
    return "{\"base64_data\":\"" + base64 + "\",\"title\":\"old\"}";
  }

  private StagedFile staged(String text) {
    try {
      return house
          .stores
          .temporary()
          .staging()
          .receive(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), head -> Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Texts implements LegacyRecords {
    @Override
    public Optional<LegacyRecord> find(MediaId id) {
      return Optional.ofNullable(records.get(id)).map(text -> new Text(id, text));
    }

    @Override
    public boolean vacant(MediaId id) {
      return vacant;
    }
  }

  /// A record of another program.
  private final class Text implements LegacyRecord {
    private final MediaId id;
    private final String text;

    Text(MediaId id, String text) {
      this.id = id;
      this.text = text;
    }

    @Override
    public InputStream text() {
      if (text.equals("unavailable")) {
        throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
      }
      return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    @Override
    public @Nullable Instant expires() {
      return null;
    }

    @Override
    public boolean replace(Media media, String rest) {
      boolean same = records.remove(id, text);
      if (same) {
        house.catalog.add(media);
      }
      return same;
    }
  }
}
