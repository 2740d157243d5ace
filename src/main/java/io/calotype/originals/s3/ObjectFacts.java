package io.calotype.originals.s3;

import io.calotype.media.MediaType;
import io.calotype.media.Sha256;
import io.calotype.originals.BlobFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Reads the facts of a blob from its user metadata, which [S3Upload] writes. Metadata that is
/// absent or cannot be parsed counts as not stated: another program may have copied the object.
final class ObjectFacts {
  private ObjectFacts() {}

  static BlobFacts of(HeadObjectResponse head) {
    Map<String, String> metadata = head.metadata();
    return new BlobFacts(
        head.contentLength(),
        stated(metadata, S3Upload.CREATED, Instant::parse).orElse(head.lastModified()),
        stated(metadata, S3Upload.SHA256, Sha256::new).orElse(null),
        stated(metadata, S3Upload.TYPE, ObjectFacts::type).orElse(null));
  }

  private static <T> Optional<T> stated(
      Map<String, String> metadata, String name, Function<String, T> parser) {
    try {
      return Optional.ofNullable(metadata.get(name)).map(parser);
    } catch (IllegalArgumentException | DateTimeException foreign) {
      return Optional.empty();
    }
  }

  private static MediaType type(String contentType) {
    return Stream.of(MediaType.values())
        .filter(type -> type.contentType().equals(contentType))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }
}
