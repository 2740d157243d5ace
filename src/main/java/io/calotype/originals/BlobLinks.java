package io.calotype.originals;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// URLs by which clients read blobs from the store itself, without credentials of their own.
@FunctionalInterface
public interface BlobLinks {
  /// A store that clients cannot reach.
  BlobLinks NONE = (blob, answer, life) -> Optional.empty();

  /// Returns a URL of `blob` that is valid for `life`, or for less if the credentials of the store
  /// expire earlier. Empty if there is none now. Does not check that the blob exists. May block.
  Optional<String> link(Blob blob, Answer answer, Duration life);

  /// The address of the store in all URLs; empty if clients cannot reach it.
  default Optional<URI> address() {
    return Optional.empty();
  }

  /// The answer of the store to the request for the URL. Its type is that of the blob.
  ///
  /// @param head whether the client sends `HEAD`, and not `GET`
  /// @param disposition the value of `Content-Disposition`, in ASCII; null for none
  record Answer(boolean head, @Nullable String disposition) {}
}
