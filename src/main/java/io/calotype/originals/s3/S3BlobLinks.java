package io.calotype.originals.s3;

import io.calotype.originals.Blob;
import io.calotype.originals.BlobLinks;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Presigned URLs of blobs. The service answers with the type of the record, whatever type the
/// object has.
///
/// @param keys the names of objects
/// @param links signs
record S3BlobLinks(S3Keys keys, BucketLinks links) implements BlobLinks {
  @Override
  public Optional<String> link(Blob blob, Answer answer, Duration life) {
    return links.read(keys.of(blob.key()), blob.described().type().contentType(), answer, life);
  }

  @Override
  public Optional<URI> address() {
    return Optional.of(links.address());
  }
}
