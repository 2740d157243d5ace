package io.calotype.cache;

import io.calotype.disk.FileOperations;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An entry that is being written to a temporary file. Writing never throws: the first disk failure
/// is kept for [#finish], so that the producer can always deliver all bytes.
final class PendingEntry implements AutoCloseable {
  private static final int SLICE = 1 << 16;

  private final FileOperations disk;
  private final Path folder;
  private final Path file;
  private final CRC32C checksum = new CRC32C();
  private @Nullable WritableByteChannel channel;
  private @Nullable IOException fault;
  private boolean created;
  private long length;
  private long modified;

  /// Creates an entry in a file with the unique name `name` in `folder`, which is created if
  /// missing.
  PendingEntry(FileOperations disk, Path folder, String name) {
    this.disk = disk;
    this.folder = folder;
    this.file = folder.resolve(name);
    open();
  }

  /// Appends the remaining bytes of `bytes` in slices of 64 KiB: the JDK otherwise copies a whole
  /// heap buffer.
  void write(ByteBuffer bytes) {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + SLICE));
      append(bytes);
    }
  }

  /// Closes the file and sets its modification time, in milliseconds since 1970.
  void finish(long time) throws IOException {
    shut();
    if (fault != null) {
      throw fault;
    }
    disk.touch(file, time);
    modified = time;
  }

  /// The file name of the entry under `key`.
  EntryName name(CacheKey key) {
    return new EntryName(key.name(), length, (int) checksum.getValue(), key.extension());
  }

  /// The modification time of the finished file.
  long modified() {
    return modified;
  }

  /// Renames the finished file.
  void moveTo(Path target) throws IOException {
    disk.move(file, target);
    created = false;
  }

  /// Deletes a file that was not moved. If that fails, the next start deletes it.
  @Override
  public void close() {
    shut();
    try {
      if (created) {
        disk.delete(file);
      }
    } catch (IOException left) {
      fault = left;
    }
  }

  private void open() {
    try {
      channel = create();
      created = true;
    } catch (IOException refused) {
      fault = refused;
    }
  }

  private WritableByteChannel create() throws IOException {
    try {
      return disk.create(file);
    } catch (IOException folderIsMissing) {
      disk.createFolder(folder);
      return disk.create(file);
    }
  }

  private void append(ByteBuffer slice) {
    int start = slice.position();
    checksum.update(slice);
    length += slice.position() - start;
    try {
      store(slice.position(start));
    } catch (IOException refused) {
      fault = refused;
      shut();
    }
    slice.position(slice.limit());
  }

  private void store(ByteBuffer slice) throws IOException {
    while (channel != null && slice.hasRemaining()) {
      channel.write(slice);
    }
  }

  private void shut() {
    WritableByteChannel closing = channel;
    channel = null;
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (IOException refused) {
      fault = fault == null ? refused : fault;
    }
  }

  /// Passes the next `length` bytes of `bytes` to `entry` in pieces.
  ///
  /// @throws EOFException if the stream ends too early
  static void copy(InputStream bytes, long length, Consumer<ByteBuffer> entry) throws IOException {
    byte[] piece = new byte[Math.clamp(length, 0, SLICE)];
    for (long left = length; left > 0; ) {
      int read = bytes.read(piece, 0, (int) Math.min(left, piece.length));
      if (read < 0) {
        throw new EOFException(left + " bytes are missing");
      }
      entry.accept(ByteBuffer.wrap(piece, 0, read));
      left -= read;
    }
  }
}
