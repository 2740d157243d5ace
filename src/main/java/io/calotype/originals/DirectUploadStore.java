package io.calotype.originals;

import io.calotype.disk.OpenBytes;
import io.calotype.media.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes that clients send to the store itself. They belong to no media. Each upload has a note, a
/// small text that every node reads. Maintenance removes both after a day:
/// [BlobStore#removeDirectUploads(java.time.Instant)].
///
/// Errors of every method: `StoreUnavailable`, `StorageFull`.
public interface DirectUploadStore {
  /// The length of a note, in bytes, is at most this.
  int MAX_NOTE = 16 << 10;

  /// The longest upload in one request, in bytes.
  long maxBytes();

  /// Stores `note`, in place of an earlier one of the same upload. Durable afterwards.
  void writeNote(UploadId id, byte[] note);

  /// Returns the note of an upload; empty if there is no such upload.
  Optional<byte[]> note(UploadId id);

  /// Returns the request by which a client may send bytes once, within `life` or less. Empty if the
  /// store has no credentials now.
  Optional<Request> allow(UploadId id, Expected expected, Duration life);

  /// Opens the bytes of an upload; empty if none have arrived. The caller closes them.
  Optional<Arrived> open(UploadId id);

  /// Deletes the bytes of an upload; does nothing if there are none. Its note stays.
  void discard(UploadId id);

  /// The bytes that a client has announced.
  ///
  /// @param bytes their number
  /// @param digest null if the client has not named it
  /// @param type the value of `Content-Type` that the client sends; null if it may send any
  record Expected(long bytes, @Nullable Sha256 digest, @Nullable String type) {}

  /// A request to the store.
  ///
  /// @param url where to send it
  /// @param method its method
  /// @param headers the headers that it must have; names in lower case
  /// @param expires when the store begins to refuse it
  record Request(String url, String method, Map<String, String> headers, Instant expires) {
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /// Bytes that have arrived.
  ///
  /// @param bytes open for reading
  /// @param length their number
  record Arrived(OpenBytes bytes, long length) implements AutoCloseable {
    @Override
    public void close() {
      bytes.close();
    }
  }
}
