package io.calotype.originals.s3;

import io.calotype.originals.Blob;
import io.calotype.originals.BlobLinks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Presigned URLs of blobs. The service answers with the type of the record, whatever type the
/// object has.
///
/// @param keys the names of objects
/// @param links signs
record S3BlobLinks(S3Keys keys, BucketLinks links) implements BlobLinks {
  @Override
  public Optional<String> link(Blob blob, Answer answer, Duration life) {
    Map<String, String> query =
        Map.of(
            "response-content-type", blob.described().type().contentType(),
            "response-content-disposition", answer.disposition());
    BucketLinks.Wanted wanted =
        new BucketLinks.Wanted(
            answer.head() ? "HEAD" : "GET", keys.of(blob.key()), query, Map.of());
    return links.link(wanted, life).map(BucketLinks.Link::url);
  }
}
