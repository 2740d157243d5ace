package io.calotype.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The signed parts of a URL: the path, and every query parameter but `sig`.
///
/// @param path as sent, percent-encoded
/// @param parameters decoded, without `sig`; `exp` is the expiry of the signature
/// @param signature the value of `sig`; null if the URL is unsigned
public record SignedUrl(String path, List<Parameter> parameters, @Nullable String signature) {
  /// The parameter for the signature.
  public static final String SIGNATURE = "sig";

  /// The parameter for the expiry of the signature, in Unix seconds.
  public static final String EXPIRES = "exp";

  /// The parameter for the token of a media.
  public static final String TOKEN = "t";

  /// The order of the parameters in the signed text.
  private static final Comparator<Parameter> ORDER =
      Comparator.comparing((Parameter p) -> encoded(p.name()))
          .thenComparing(p -> encoded(p.value()));

  public SignedUrl {
    parameters = List.copyOf(parameters);
  }

  /// One query parameter, decoded.
  ///
  /// @param name may occur more than once in a query
  /// @param value empty if the query gives none
  public record Parameter(String name, String value) {}

  /// Creates a URL from a path and query parameters, with or without `sig`.
  public static SignedUrl of(String path, Iterable<Map.Entry<String, String>> query) {
    List<Parameter> parameters = new ArrayList<>();
    String signature = null;
    for (Map.Entry<String, String> entry : query) {
      if (entry.getKey().equals(SIGNATURE)) {
        signature = entry.getValue();
      } else {
        parameters.add(new Parameter(entry.getKey(), entry.getValue()));
      }
    }
    return new SignedUrl(path, parameters, signature);
  }

  /// The earlier one of the ends that the signature and the token in the URL state; empty if it has
  /// neither. Verifies nothing.
  public Optional<Instant> ends() {
    Optional<Instant> signed =
        signature == null ? Optional.empty() : Signatures.expires(only(EXPIRES));
    Optional<Instant> token = Optional.ofNullable(only(TOKEN)).flatMap(Signatures::ends);
    return Stream.of(signed, token).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /// A copy with one more parameter.
  SignedUrl with(String name, String value) {
    Stream<Parameter> more = Stream.of(new Parameter(name, value));
    return new SignedUrl(path, Stream.concat(parameters.stream(), more).toList(), signature);
  }

  /// A copy without tracking parameters, which mail clients and advertisements add to links after
  /// signing. Returns null if the URL has none.
  @Nullable SignedUrl withoutTracking() {
    List<Parameter> rest = parameters.stream().filter(p -> !Tracking.names(p.name())).toList();
    return rest.size() == parameters.size() ? null : new SignedUrl(path, rest, signature);
  }

  /// The signed text: the path, `?`, and the parameters percent-encoded as in RFC 3986, sorted by
  /// name, then value.
  String canonical() {
    return parameters.stream()
        .sorted(ORDER)
        .map(p -> encoded(p.name()) + "=" + encoded(p.value()))
        .collect(Collectors.joining("&", path + "?", ""));
  }

  /// The value of the parameter `name`; null if it is absent or occurs more than once.
  @Nullable String only(String name) {
    List<Parameter> found = parameters.stream().filter(p -> p.name().equals(name)).toList();
    return found.size() == 1 ? found.getFirst().value() : null;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
