package io.calotype.originals.files;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileStamp;
import io.calotype.disk.OpenFile;
import io.calotype.disk.PrivateFiles;
import io.calotype.disk.RegularFile;
import io.calotype.failure.DiskFull;
import io.calotype.failure.Failure;
import io.calotype.failure.Headroom;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
import io.calotype.media.Content;
import io.calotype.media.FolderFanout;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.OriginalStore;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Originals at `<root>/images/ab/cd/<id>` and `<root>/videos/ab/cd/<id>`, masters at
/// `<root>/masters/ab/cd/<id>`; see [FolderFanout] for `ab/cd`.
public final class FileOriginals implements OriginalStore {
  private static final String MASTERS = "masters";
  private static final List<String> TOPS = List.of("images", "videos", MASTERS);
  private final ReentrantLock making = new ReentrantLock();
  private final Path root;
  private final Headroom headroom;
  private final DiskThreads disk;

  /// Stores originals below `root`, which must be on the same file system as staged files.
  public FileOriginals(Path root) {
    this(root, Headroom.NONE, DiskThreads.of("originals", new Telemetry()));
  }

  /// Like the other constructor. On a full disk, `headroom` frees space; `disk` runs the
  /// operations.
  public FileOriginals(Path root, Headroom headroom, DiskThreads disk) {
    this.root = root;
    this.headroom = headroom;
    this.disk = disk;
  }

  /// Stores the master first, so that an existing original is complete.
  @Override
  public void store(Media media, Path original, @Nullable Path master) {
    if (master != null) {
      store(MASTERS, media.id(), master);
    }
    store(top(media), media.id(), original);
  }

  private void store(String top, MediaId id, Path staged) {
    headroom.retry(Headroom.Need.STORE, () -> disk.write(() -> prepared(staged, folder(top, id))));
    var _ = disk.write(() -> moved(staged, top, id));
  }

  /// Syncs the bytes before the name.
  private Path prepared(Path staged, Path folder) throws IOException {
    PrivateFiles.restrict(staged); // ffmpeg and renderers have written some of them
    sync(staged, StandardOpenOption.WRITE);
    requireFolders(folder);
    return folder;
  }

  private Path moved(Path staged, String top, MediaId id) throws IOException {
    Files.move(staged, path(top, id), StandardCopyOption.ATOMIC_MOVE);
    sync(folder(top, id), StandardOpenOption.READ);
    return staged;
  }

  @Override
  public Content.InFile content(Media media) {
    return new Content.InFile(path(top(media), media.id()), media.original().bytes());
  }

  @Override
  public Content.InFile source(Media media) {
    return media.master() == null
        ? content(media)
        : new Content.InFile(path(MASTERS, media.id()), media.source().bytes());
  }

  @Override
  public void storeMaster(Media media, Path master) {
    store(MASTERS, media.id(), master);
  }

  @Override
  public OpenFile open(Media media) {
    Content.InFile file = content(media);
    return checked(media, () -> new OpenFile(RegularFile.open(file.path(), file.length()), disk));
  }

  @Override
  public void requireOriginal(Media media) {
    require(media, content(media));
  }

  @Override
  public void requireSource(Media media) {
    require(media, source(media));
  }

  private void require(Media media, Content.InFile file) {
    var _ =
        checked(
            media,
            () -> {
              RegularFile.require(file.path(), file.length());
              return file;
            });
  }

  private <T> T checked(Media media, Callable<T> look) {
    try {
      return disk.call(look);
    } catch (NoSuchFileException absent) {
      throw new MediaException(new Failure.OriginalLost(media.id()), absent);
    } catch (RegularFile.OtherException other) {
      throw new MediaException(new Failure.OriginalDamaged(media.id()), other);
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  @Override
  public OriginalCondition condition(Media media, LongConsumer read) {
    return OriginalCondition.of(disk, content(media).path(), media.original(), read);
  }

  @Override
  public OriginalCondition sourceCondition(Media media, LongConsumer read) {
    return OriginalCondition.of(disk, source(media).path(), media.source(), read);
  }

  @Override
  public Optional<FileStamp> stamp(Media media) {
    return disk.run(() -> FileStamp.of(content(media).path()));
  }

  @Override
  public boolean has(Media media) {
    return disk.run(() -> !Files.notExists(content(media).path()));
  }

  @Override
  public void remove(Media media) {
    delete(top(media), media.id());
    if (media.master() != null) {
      delete(MASTERS, media.id());
    }
  }

  @Override
  public void remove(MediaId id) {
    TOPS.forEach(top -> delete(top, id));
  }

  private void delete(String top, MediaId id) {
    var _ = disk.run(() -> Files.deleteIfExists(path(top, id)));
  }

  /// Ignores files with foreign names.
  @Override
  public int each(Instant young, Consumer<Stored> visitor) {
    FileWalk walk = new FileWalk(root, disk, young, visitor);
    TOPS.forEach(top -> walk.visit(root.resolve(top)));
    return walk.unreadable();
  }

  @Override
  public int removeSetAside(Instant then) {
    AtomicInteger removed = new AtomicInteger();
    FileWalk walk =
        new FileWalk(root, disk, then, file -> removed.addAndGet(file.delete() ? 1 : 0));
    TOPS.forEach(top -> walk.visit(root.resolve(StoredFile.ASIDE).resolve(top)));
    return removed.get();
  }

  @Override
  public State state() {
    if (!headroom.storable()) {
      return State.FULL;
    }
    try {
      return disk.call(this::probed);
    } catch (IOException | MediaException noAnswer) {
      return State.UNUSABLE;
    }
  }

  private State probed() {
    Path incoming = root.resolve("incoming");
    try {
      Path probe = Files.createTempFile(incoming, "ready", null);
      try {
        Files.write(probe, new byte[] {1});
      } finally {
        Files.deleteIfExists(probe);
      }
      return State.WRITABLE;
    } catch (IOException refused) {
      if (DiskFull.is(refused)) {
        return State.FULL;
      }
      return readOnly(incoming) ? State.READ_ONLY : State.UNUSABLE;
    }
  }

  private static boolean readOnly(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly() && Files.isReadable(folder);
    } catch (IOException unusable) {
      return false;
    }
  }

  private Path path(String top, MediaId id) {
    return folder(top, id).resolve(id.value());
  }

  private Path folder(String top, MediaId id) {
    return root.resolve(top).resolve(FolderFanout.of(id.value()));
  }

  private static String top(Media media) {
    return switch (media.original().type().kind()) {
      case IMAGE -> "images";
      case VIDEO -> "videos";
    };
  }

  /// Creates folders under a lock, so that an existing folder has been synced by its creator.
  private void requireFolders(Path folder) throws IOException {
    making.lock();
    try {
      createFolders(folder);
    } finally {
      making.unlock();
    }
  }

  /// Creates the missing folders from the top down, and syncs each name into its parent.
  private static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.resolve("..").normalize();
    createFolders(above);
    Files.createDirectories(folder);
    sync(above, StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
