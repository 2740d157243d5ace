package io.calotype.originals;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.Headroom;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
import io.calotype.media.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// Receives uploads into temporary files, one for each. A file is hashed while it is written, and
/// never held in memory as a whole.
public final class Staging {
  private static final int BUFFER_BYTES = 128 << 10;

  private final Path folder;
  private final FileOperations files;
  private final Headroom headroom;
  private final DiskThreads disk;

  /// Stages into `folder`, which must exist and contain nothing else.
  ///
  /// @param headroom frees space on a full disk
  /// @param disk the threads of every operation
  public Staging(Path folder, FileOperations files, Headroom headroom, DiskThreads disk) {
    this.folder = folder;
    this.files = files;
    this.headroom = headroom;
    this.disk = disk;
  }

  /// The maximum length of a file, depending on its head.
  @FunctionalInterface
  public interface Bound {
    /// Returns the limit in bytes for a file that begins with `head`: the whole file, or
    /// [StagedFile#HEAD_BYTES] bytes.
    long maxBytes(byte[] head);

    /// The failure for a file that is longer than `maxBytes`, the limit.
    default Failure tooLarge(long maxBytes) {
      return new Failure.TooLarge(maxBytes);
    }
  }

  /// Returns a file that does not exist yet, for another component to write. Closing it deletes it.
  public StagedFile place() {
    return new StagedFile(
        folder.resolve(UUID.randomUUID().toString()), 0, Sha256.ofText(""), new byte[0], disk);
  }

  /// Deletes the files that were left behind before `young`. Returns their number.
  public int removeLeftOvers(Instant young) {
    return disk.write(
        () -> (int) files.list(folder).stream().filter(file -> removedIfOld(file, young)).count());
  }

  /// Deletes a regular file that is old enough. Other things, such as folders, stay.
  private boolean removedIfOld(Path file, Instant young) {
    try {
      FileOperations.Stat found = files.stat(file);
      boolean old = found.file() && found.modified() < young.toEpochMilli();
      if (old) {
        files.delete(file);
      }
      return old;
    } catch (IOException goneOrRefused) {
      return false;
    }
  }

  /// Stages all of `bytes`. On any failure, no file is left.
  ///
  /// Errors: an `IOException` of `bytes`, unchanged; those of [Writer].
  public StagedFile receive(InputStream bytes, Bound bound) throws IOException {
    try (Writer writer = writer(bound)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        writer.write(buffer, 0, read);
      }
      return writer.finish();
    }
  }

  /// Stages `file`, which stays and must not change any more: as a second name of it, or as a copy
  /// if the file system has no such names.
  ///
  /// Errors: `TooLarge`, `StorageFull`, `StoreUnavailable`.
  public StagedFile adopt(Path file, Bound bound) {
    Path name = folder.resolve(UUID.randomUUID().toString());
    try {
      disk.call(() -> {
        files.link(file, name);
        return name;
      });
    } catch (IOException noLink) {
      return join(List.of(file), bound);
    }
    try (InputStream bytes = new FileInput(name, files, disk)) {
      return hashed(name, bytes, bound);
    } catch (IOException broken) {
      StagedFile.delete(name, disk);
      throw StoreFaults.of(broken);
    } catch (RuntimeException failed) {
      StagedFile.delete(name, disk);
      throw failed;
    }
  }

  private StagedFile hashed(Path name, InputStream bytes, Bound bound) throws IOException {
    MessageDigest sha256 = Sha256.digester();
    byte[] head = bytes.readNBytes(StagedFile.HEAD_BYTES);
    sha256.update(head);
    long length = head.length;
    byte[] buffer = new byte[FileInput.PIECE];
    for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
      sha256.update(buffer, 0, read);
      length += read;
    }
    if (length > bound.maxBytes(head)) {
      throw new MediaException(bound.tooLarge(bound.maxBytes(head)));
    }
    return new StagedFile(name, length, Sha256.of(sha256.digest()), head, disk);
  }

  /// Stages the bytes of `parts` one after the other. They stay.
  ///
  /// Errors: those of [#adopt].
  public StagedFile join(List<Path> parts, Bound bound) {
    try (Writer writer = writer(bound)) {
      for (Path part : parts) {
        try (InputStream bytes = new FileInput(part, files, disk)) {
          bytes.transferTo(writer);
        }
      }
      return writer.finish();
    } catch (IOException broken) {
      throw StoreFaults.of(broken);
    }
  }

  /// Creates a new file within `bound`, to be written and finished.
  ///
  /// Errors: `StorageFull`.
  public Writer writer(Bound bound) {
    if (!headroom.prepare()) {
      throw new MediaException(new Failure.StorageFull());
    }
    Path path = folder.resolve(UUID.randomUUID().toString());
    return headroom.retry(Headroom.Need.STORE, () -> new Writer(path, created(path), bound, this));
  }

  private WritableByteChannel created(Path path) {
    return disk.run(() -> files.createPrivate(path));
  }

  /// A file that is being staged. Closing it before it is finished deletes it.
  ///
  /// Errors of every write: `TooLarge`, `StorageFull`.
  public static final class Writer extends OutputStream {
    private final MessageDigest sha256 = Sha256.digester();
    private final byte[] head = new byte[StagedFile.HEAD_BYTES];
    private final Path path;
    private final WritableByteChannel file;
    private final Bound bound;
    private final Headroom headroom;
    private final DiskThreads disk;
    private long maxBytes = StagedFile.HEAD_BYTES;
    private long written;
    private boolean finished;

    private Writer(Path path, WritableByteChannel file, Bound bound, Staging staging) {
      this.headroom = staging.headroom;
      this.disk = staging.disk;
      this.path = path;
      this.file = file;
      this.bound = bound;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      keepHead(bytes, offset, length);
      requireWithin(written + length);
      sha256.update(bytes, offset, length);
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      headroom.retry(Headroom.Need.STORE, () -> append(left));
      written += length;
    }

    /// Completes the file, which then belongs to the caller.
    ///
    /// Errors: `TooLarge` for a file that is no longer than the head but exceeds its bound.
    public StagedFile finish() {
      byte[] kept = Arrays.copyOf(head, (int) Math.min(written, head.length));
      if (written <= head.length && written > bound.maxBytes(kept)) {
        throw new MediaException(bound.tooLarge(bound.maxBytes(kept)));
      }
      closeFile();
      finished = true;
      return new StagedFile(path, written, Sha256.of(sha256.digest()), kept, disk);
    }

    @Override
    public void close() {
      if (!finished) {
        closeFile();
        StagedFile.delete(path, disk);
      }
    }

    /// Evaluates the bound when the file exceeds the head. [#finish] checks shorter files.
    private void requireWithin(long length) {
      if (length > maxBytes && written <= head.length) {
        maxBytes = bound.maxBytes(head.clone());
      }
      if (length > maxBytes) {
        throw new MediaException(bound.tooLarge(maxBytes));
      }
    }

    private void keepHead(byte[] bytes, int offset, int length) {
      if (written < head.length) {
        int count = (int) Math.min(length, head.length - written);
        System.arraycopy(bytes, offset, head, (int) written, count);
      }
    }

    /// After a failed write the position of `bytes` is behind the written bytes, so that a retry
    /// continues.
    private ByteBuffer append(ByteBuffer bytes) {
      return disk.write(() -> {
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        return bytes;
      });
    }

    private void closeFile() {
      disk.run(() -> {
        file.close();
        return file;
      });
    }
  }
}
