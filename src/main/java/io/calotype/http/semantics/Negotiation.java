package io.calotype.http.semantics;

import io.calotype.media.transformation.Format;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Chooses the format of `format=auto` for a client (RFC 9110 section 12.5.1).
///
/// The fallback is a format that every client can decode: JPEG, or PNG if a pixel is not opaque.
/// `Accept` must name any other format literally. `*/*` and `image/*` do not prove that a client
/// can decode it, and only weight the fallback. A type with `q=0` is sent only if no other type is
/// acceptable.
final class Negotiation {
  private Negotiation() {}

  /// The format of the answer; never 406.
  ///
  /// @param accept the value of `Accept`, its lines joined by commas; null if absent
  /// @param opaque whether every pixel of the picture is opaque
  /// @param offered the formats better than the fallback, best first
  static Format choose(@Nullable String accept, boolean opaque, List<Format> offered) {
    Format fallback = opaque ? Format.JPEG : Format.PNG;
    return accept == null ? fallback : best(Accept.parse(accept), fallback, offered);
  }

  private static Format best(Accept accept, Format fallback, List<Format> offered) {
    Format best = fallback;
    int highest = 0;
    for (Format format : offered) {
      int weight = accept.named(format.contentType());
      if (weight > highest) {
        best = format;
        highest = weight;
      }
    }
    Format chosen = accept.weight(fallback.contentType()) > highest ? fallback : best;
    return accept.refuses(chosen.contentType()) ? another(accept, chosen, offered) : chosen;
  }

  /// Another acceptable format, possibly matched only by `*/*`, in place of the refused one.
  private static Format another(Accept accept, Format refused, List<Format> offered) {
    return Stream.concat(Stream.of(Format.JPEG, Format.PNG), offered.stream())
        .filter(format -> accept.weight(format.contentType()) > 0)
        .max(Comparator.comparingInt(format -> accept.weight(format.contentType())))
        .orElse(refused);
  }
}
