package io.calotype.http;

import io.calotype.media.Format;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which format `format=auto` means for a client (RFC 9110 section 12.5.1).
///
/// A format that every client can show is the fallback: JPEG, or PNG where a pixel is not opaque.
/// Another one has to be named: `*/*` and `image/*` say nothing of what a client can decode, they
/// only say how much it wants the fallback. A type with `q=0` is only sent where no other is
/// wanted.
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
    Format chosen = accept.weight(fallback.contentType()) > most ? fallback : best;
    return accept.refuses(chosen.contentType()) ? another(accept, chosen, offered) : chosen;
  }

  /// Something that the client takes, if only by `*/*`, in place of what it refuses.
  private static Format another(Accept accept, Format refused, List<Format> offered) {
    return Stream.concat(Stream.of(Format.JPEG, Format.PNG), offered.stream())
        .filter(format -> accept.weight(format.contentType()) > 0)
        .max(Comparator.comparingInt(format -> accept.weight(format.contentType())))
        .orElse(refused);
  }
}
