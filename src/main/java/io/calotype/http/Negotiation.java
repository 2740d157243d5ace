package io.calotype.http;

import io.calotype.media.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which format `format=auto` means for a client (RFC 9110 section 12.5.1).
///
/// A format that every client can show is the fallback: JPEG, or PNG where a pixel is not opaque.
/// Another one has to be named: `*/*` and `image/*` say nothing of what a client can decode, they
/// only say how much it wants the fallback.
final class Negotiation {
  private Negotiation() {}

  /// The format to answer with; never 406.
  ///
  /// @param accept the value of `Accept`, its lines joined by commas; null where there is none
  /// @param opaque whether every pixel of the picture is
  /// @param offered what is better than the fallback, best first
  static Format choose(@Nullable String accept, boolean opaque, List<Format> offered) {
    Format fallback = opaque ? Format.JPEG : Format.PNG;
    return accept == null ? fallback : best(Accept.parse(accept), fallback, offered);
  }

  private static Format best(Accept accept, Format fallback, List<Format> offered) {
    Format best = fallback;
    int most = 0;
    for (Format format : offered) {
      int weight = accept.named(format.contentType());
      if (weight > most) {
        best = format;
        most = weight;
      }
    }
    return accept.weight(fallback.contentType()) > most ? fallback : best;
  }
}
