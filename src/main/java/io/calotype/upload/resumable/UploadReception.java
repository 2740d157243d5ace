package io.calotype.upload.resumable;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.upload.UploadBound;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/// The bytes of one request, written behind those that have arrived.
final class UploadReception implements AutoCloseable {
  /// The bytes after which a long request syncs.
  static final int SYNC_BYTES = 8 << 20;

  private static final int BUFFER_BYTES = 128 << 10;

  private final UploadFolder folder;
  private final UploadQuota quota;
  private final UploadBound bound;
  private final TypeLimit type;
  private final UploadState state;
  private final @Nullable UploadChecksum checksum;
  private final WritableByteChannel file;
  private long written;
  private long synced;

  /// Opens the bytes of `state`.
  ///
  /// @param bound the maximum length of the upload
  /// @param checksum of the bytes to come; null if the client has sent none
  UploadReception(
      UploadFolder folder,
      UploadQuota quota,
      UploadBound bound,
      UploadState state,
      @Nullable UploadChecksum checksum) {
    this.folder = folder;
    this.quota = quota;
    this.bound = bound;
    this.type = new TypeLimit(bound, state);
    this.state = state;
    this.checksum = checksum;
    this.file = folder.write(state.id(), state.offset());
    this.written = state.offset();
    this.synced = state.offset();
  }

  /// Receives all of `body`. Returns the state after it.
  ///
  /// Errors: those of [ResumableUploads#receive].
  UploadState receive(InputStream body) throws IOException {
    try {
      copy(body);
    } catch (IOException cut) {
      if (checksum == null) {
        sync();
      }
      throw cut;
    }
    if (checksum != null && !checksum.matches()) {
      throw new MediaException(new Failure.ChecksumMismatch());
    }
    sync();
    return state.withOffset(written);
  }

  private void copy(InputStream body) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      requireRoom(read);
      type.check(buffer, read);
      if (checksum != null) {
        checksum.update(buffer, read);
      }
      folder.write(file, ByteBuffer.wrap(buffer, 0, read));
      written += read;
      if (checksum == null && written - synced >= SYNC_BYTES) {
        sync();
      }
    }
  }

  private void requireRoom(int more) {
    if (state.length() != null && written + more > state.length()) {
      throw new MediaException(
          new Failure.BadRequest("the body is longer than the rest of the upload"));
    }
    if (written + more > bound.longest()) {
      throw new MediaException(bound.tooLarge(bound.longest()));
    }
    quota.hold(state.id(), written + more);
  }

  private void sync() {
    if (written > synced) {
      folder.sync(state.id());
      UploadState now = state.withOffset(written);
      if (folder.append(state.id(), UploadJournal.offset(written)) > UploadFolder.MAX_JOURNAL) {
        folder.replace(now);
      }
      synced = written;
    }
  }

  @Override
  public void close() {
    folder.close(file);
  }
}
