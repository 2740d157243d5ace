package io.calotype.store;

import io.calotype.cache.CacheKey;
import io.calotype.media.Media;
import io.calotype.media.Sha256;
import io.calotype.media.transformation.CanonicalSpec;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One rendition of one media, with its names. The names are known before it is rendered.
///
/// The fingerprint is the SHA-256 of `<digest of the source> <canonical spec>.<ending> <maker>`.
/// Two renditions whose bytes may differ have different fingerprints, regardless of their ids.
///
/// @param media the media it belongs to
/// @param spec its exact size, format and quality
/// @param etag a strong entity tag, quoted: 32 hexadecimal digits of the fingerprint
/// @param key its name in the caches, for example `400x225-q85-1f3a9bc2`: the spec, and 8 digits of
///   the fingerprint. A file left under this id by another original, master or maker never matches.
public record Rendition(Media media, RenditionSpec spec, String etag, CacheKey key) {
  private static final int ETAG_DIGITS = 32;
  private static final int KEY_DIGITS = 8;

  /// Creates the rendition of `media` that `spec` describes.
  ///
  /// @param maker identifies everything besides source and spec that determines the bytes
  public static Rendition of(Media media, RenditionSpec spec, String maker) {
    String ending = spec.format().extension();
    String canonical = spec.canonical();
    String print =
        fingerprint(media.source().digest() + " " + canonical + "." + ending + " " + maker);
    String name = canonical + "-" + print.substring(0, KEY_DIGITS);
    return new Rendition(
        media,
        spec,
        '"' + print.substring(0, ETAG_DIGITS) + '"',
        new CacheKey(media.id().value(), name, ending));
  }

  /// Identifies source, spec and maker: the 32 hexadecimal digits in the tag.
  String fingerprint() {
    return etag.substring(1, 1 + ETAG_DIGITS);
  }

  /// Returns whether `other` has the same spec, regardless of its source and maker.
  boolean resembles(CacheKey other) {
    return canonical(other).equals(spec.canonical())
        && other.extension().equals(spec.format().extension());
  }

  /// Returns the spec in a rendition's name; empty if the name has none.
  public static Optional<RenditionSpec> spec(CacheKey key) {
    return Format.ofExtension(key.extension())
        .flatMap(format -> CanonicalSpec.parse(canonical(key), format));
  }

  /// Returns the canonical spec in a rendition's name; empty if the name has none.
  static String canonical(CacheKey key) {
    return key.name().substring(0, Math.max(0, key.name().length() - KEY_DIGITS - 1));
  }

  private static String fingerprint(String text) {
    return Sha256.of(Sha256.digester().digest(text.getBytes(StandardCharsets.US_ASCII))).hex();
  }
}
