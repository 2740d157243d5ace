package io.calotype.rendition;

import io.calotype.media.Sha256;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.store.Rendition;
import org.jspecify.annotations.Nullable;

/// Work on a source, which may fail.
///
/// @param source the digest of the original
/// @param spec the rendition to make; null for an upload with all its renditions
/// @param name identifies the work and the version of its maker, such as
///   `400x300-q85-1f3a9bc2.webp`: failed work is tried again after an upgrade
public record SourceWork(Sha256 source, @Nullable RenditionSpec spec, String name) {

  /// The render of `rendition`. Its name has the fingerprint, which covers the maker.
  public static SourceWork of(Rendition rendition) {
    return new SourceWork(
        rendition.media().original().digest(),
        rendition.spec(),
        rendition.key().name() + "." + rendition.key().extension());
  }

  /// An upload with all its renditions.
  ///
  /// @param maker the version of the programs that decode it
  public static SourceWork upload(Sha256 source, String maker) {
    return new SourceWork(source, null, "ingest-" + maker);
  }
}
