package io.calotype.originals.files;

import io.calotype.failure.DiskFull;
import io.calotype.media.Content;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.media.Shard;
import io.calotype.originals.OriginalStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// Originals at `<root>/images/ab/cd/<id>` and `<root>/videos/ab/cd/<id>`; see [Shard] for `ab/cd`.
public final class FileOriginals implements OriginalStore {
  private final ReentrantLock making = new ReentrantLock();
  private final Path root;

  /// Originals below `root`, on the same file system as what is staged.
  public FileOriginals(Path root) {
    this.root = root;
  }

  /// The bytes are synced before the name, and the name with every folder that is new.
  @Override
  public void store(MediaId id, MediaKind kind, Path staged) {
    Path folder = folder(id, kind);
    Path target = folder.resolve(id.value());
    try {
      sync(staged, StandardOpenOption.WRITE);
      requireFolders(folder);
      Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
      sync(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      throw DiskFull.or(e);
    }
  }

  @Override
  public Content.InFile content(Media media) {
    Path path = path(media.id(), media.original().type().kind());
    return new Content.InFile(path, media.original().bytes());
  }

  @Override
  public boolean holds(Media media) {
    try {
      return Files.size(path(media.id(), media.original().type().kind()))
          == media.original().bytes();
    } catch (IOException lost) {
      return false;
    }
  }

  @Override
  public void remove(MediaId id, MediaKind kind) {
    try {
      Files.deleteIfExists(path(id, kind));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean ready() {
    try {
      Path probe = Files.createTempFile(root.resolve("incoming"), "ready", null);
      Files.write(probe, new byte[] {1});
      Files.delete(probe);
      return true;
    } catch (IOException unusable) {
      return false;
    }
  }

  private Path path(MediaId id, MediaKind kind) {
    return folder(id, kind).resolve(id.value());
  }

  private Path folder(MediaId id, MediaKind kind) {
    String top =
        switch (kind) {
          case IMAGE -> "images";
          case VIDEO -> "videos";
        };
    return root.resolve(top).resolve(Shard.of(id.value()));
  }

  /// Under a lock, so that a folder that is there has been synced by whoever made it.
  private void requireFolders(Path folder) throws IOException {
    making.lock();
    try {
      createFolders(folder);
    } finally {
      making.unlock();
    }
  }

  /// Creates what is missing from the top down, each name synced into the folder above it.
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
