package io.calotype.originals;

import io.calotype.media.Media;
import io.calotype.media.Original;
import java.util.List;

/// One blob as a record promises it.
///
/// @param key its name
/// @param described its type, length and digest
public record Blob(BlobKey key, Original described) {
  /// The original of `media`.
  public static Blob original(Media media) {
    BlobKind kind = BlobKind.of(media.original().type().kind());
    return of(media, kind, media.original());
  }

  /// The bytes that renditions of `media` are made from: its master, or its original.
  public static Blob source(Media media) {
    return media.master() == null ? original(media) : of(media, BlobKind.MASTER, media.master());
  }

  /// The names of all blobs of `media`.
  public static List<BlobKey> keys(Media media) {
    return media.master() == null
        ? List.of(original(media).key())
        : List.of(original(media).key(), source(media).key());
  }

  private static Blob of(Media media, BlobKind kind, Original described) {
    return new Blob(new BlobKey(media.id(), kind, described.incarnation()), described);
  }

  /// The expected number of bytes.
  public long bytes() {
    return described.bytes();
  }
}
