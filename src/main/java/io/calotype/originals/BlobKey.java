package io.calotype.originals;

import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The name of one blob.
///
/// @param id the id of its media
/// @param kind its role
/// @param incarnation null for a blob that was stored before incarnations existed
public record BlobKey(MediaId id, BlobKind kind, @Nullable Incarnation incarnation) {
  private static final char DOT = '.';

  /// Returns `<id>[.<incarnation>]`, the name in its folder. An id contains no dot.
  public String name() {
    return incarnation == null ? id.value() : id.value() + DOT + incarnation.text();
  }

  /// Returns the key of `name` in the folder of `kind`; empty if it is not a [#name].
  public static Optional<BlobKey> of(BlobKind kind, String name) {
    int dot = name.indexOf(DOT);
    try {
      return MediaId.parse(dot < 0 ? name : name.substring(0, dot))
          .map(id ->
              new BlobKey(id, kind, dot < 0 ? null : new Incarnation(name.substring(dot + 1))));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
