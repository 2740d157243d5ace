package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Facts;
import io.calotype.media.FolderFanout;
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
import io.calotype.originals.files.BlobFolders;
import io.calotype.originals.files.DataSet;
import io.calotype.originals.files.FileBlobStore;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedOriginalsTest {
  private final Telemetry telemetry = new Telemetry();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private BlobStore originals;

  private final AtomicInteger looks = new AtomicInteger();

  @BeforeEach
  void open() throws IOException {
    BlobFolders folders = new BlobFolders(folder, DataSet.of(folder), new LocalFiles());
    folders.prepare();
    FileBlobStore files =
        new FileBlobStore(
            folders, new LocalFiles(), Headroom.NONE, DiskThreads.of("originals", new Telemetry()));
    originals =
        (BlobStore)
            Proxy.newProxyInstance(
                DamagedOriginalsTest.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (_, method, arguments) -> {
                  looks.addAndGet(method.getName().equals("verify") ? 1 : 0);
                  return method.invoke(files, arguments);
                });
  }

  @Test
  void note_damaged_isKnownAfterARestart() throws IOException {
    lay(media("a", 1), "2");
    opened().note(media("a", 1), OriginalCondition.DAMAGED);

    assertThat(opened().known(media("a", 1))).isEqualTo(OriginalCondition.DAMAGED);
    assertThatThrownBy(() -> opened().requireSound(media("a", 1), originals))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isEqualTo(new Failure.OriginalDamaged(new MediaId("a"))));
  }

  @Test
  void note_lost_isFoundAgainAfterARestart() {
    DamagedOriginals damages = opened();
    damages.note(media("a", 1), OriginalCondition.LOST);

    assertThat(damages.known(media("a", 1))).isEqualTo(OriginalCondition.LOST);
    damages.requireSound(media("a", 1), originals);
    assertThat(opened().known(media("a", 1))).isEqualTo(OriginalCondition.WHOLE);
  }

  @Test
  void known_idUsedAgain_isAnotherOriginal() {
    DamagedOriginals damages = opened();
    damages.note(media("a", 1), OriginalCondition.DAMAGED);

    assertThat(damages.known(media("a", 2))).isEqualTo(OriginalCondition.WHOLE);
  }

  @Test
  void forget_damaged_isForgottenAfterARestart() {
    DamagedOriginals damages = opened();
    damages.note(media("a", 1), OriginalCondition.DAMAGED);
    damages.note(media("b", 1), OriginalCondition.DAMAGED);
    damages.note(media("a", 1), OriginalCondition.WHOLE);

    DamagedOriginals again = opened();

    assertThat(again.ids()).containsExactly(new MediaId("b"));
  }

  @Test
  void note_lostAfterDamaged_leavesTheList() {
    DamagedOriginals damages = opened();
    damages.note(media("a", 1), OriginalCondition.DAMAGED);
    damages.note(media("a", 1), OriginalCondition.LOST);

    assertThat(damages.known(media("a", 1))).isEqualTo(OriginalCondition.LOST);
    assertThat(opened().ids()).isEmpty();
    damages.note(media("a", 1), OriginalCondition.WHOLE);
    assertThat(opened().ids()).isEmpty();
    damages.note(media("a", 1), OriginalCondition.DAMAGED);
    assertThat(opened().known(media("a", 1))).isEqualTo(OriginalCondition.DAMAGED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
  void requireSound_restored_isWholeAtOnce(OriginalCondition before) throws IOException {
    Media media = media("a", 1);
    DamagedOriginals damages = opened();
    Path file = lay(media, "2");
    FileTime old = Files.getLastModifiedTime(file);
    damages.note(media, before);
    Files.delete(file);
    lay(media, "1");
    Files.setLastModifiedTime(file, old);

    damages.requireSound(media, originals);

    assertThat(damages.known(media)).isEqualTo(OriginalCondition.WHOLE);
    assertThat(opened().ids()).isEmpty();
  }

  @Test
  void requireSound_damagedAndNotTouched_isReadOnce() throws IOException {
    Media media = media("a", 1);
    DamagedOriginals damages = opened();
    Path file = lay(media, "2");
    damages.note(media, OriginalCondition.DAMAGED);
    refused(damages, media);
    refused(damages, media);
    Files.delete(file);
    lay(media, "3");
    refused(damages, media);

    assertThat(looks).hasValue(2);
    assertThat(opened().known(media)).isEqualTo(OriginalCondition.DAMAGED);
  }

  private void refused(DamagedOriginals damages, Media media) {
    assertThatThrownBy(() -> damages.requireSound(media, originals))
        .isInstanceOf(MediaException.class);
  }

  private Path lay(Media media, String bytes) throws IOException {
    String name = Blob.original(media).key().name();
    Path file = folder.resolve("images", FolderFanout.of(media.id().value()), name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, bytes);
  }

  private DamagedOriginals opened() {
    DiskThreads disk = DiskThreads.of("originals", new Telemetry());
    return new DamagedOriginals(new DamageFile(folder.resolve("damaged"), disk), telemetry);
  }

  private static Media media(String id, int seed) {
    return new Media(
        new MediaId(id),
        new Original(MediaType.JPEG, 1, Sha256.ofText("" + seed), null),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(null, Visibility.PUBLIC, Map.of(), null),
        Lifetime.from(Instant.EPOCH, null),
        null);
  }
}
