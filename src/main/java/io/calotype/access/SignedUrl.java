package io.calotype.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A URL as it is signed: its path, and every query parameter but `sig`.
///
/// @param path as it is sent, percent-encoded
/// @param parameters decoded, without `sig`; `exp` says until when the signature holds
/// @param signature the value of `sig`; null where it is not signed yet
public record SignedUrl(String path, List<Parameter> parameters, @Nullable String signature) {
  /// The parameter that carries the signature.
  public static final String SIGNATURE = "sig";

  /// The parameter that says until when it holds, in Unix seconds.
  public static final String EXPIRES = "exp";

  /// The parameter that carries the token of a media.
  public static final String TOKEN = "t";

  /// The order in which parameters are signed.
  private static final Comparator<Parameter> ORDER =
      Comparator.comparing((Parameter p) -> encoded(p.name()))
          .thenComparing(p -> encoded(p.value()));

  public SignedUrl {
    parameters = List.copyOf(parameters);
  }

  /// One query parameter, decoded.
  ///
  /// @param name may be given more than once
  /// @param value empty where there is none
  public record Parameter(String name, String value) {}

  /// The URL with that path and those parameters, `sig` among them or not.
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

  /// The same URL with one more parameter.
  SignedUrl with(String name, String value) {
    Stream<Parameter> more = Stream.of(new Parameter(name, value));
    return new SignedUrl(path, Stream.concat(parameters.stream(), more).toList(), signature);
  }

  /// The same URL without parameters that follow a click, which are added to links after they were
  /// signed; null where it has none.
  @Nullable SignedUrl withoutTracking() {
    List<Parameter> rest = parameters.stream().filter(p -> !Tracking.names(p.name())).toList();
    return rest.size() == parameters.size() ? null : new SignedUrl(path, rest, signature);
  }

  /// What is signed: the path, `?`, and the parameters percent-encoded as in RFC 3986, sorted by
  /// name, then value.
  String canonical() {
    return parameters.stream()
        .sorted(ORDER)
        .map(p -> encoded(p.name()) + "=" + encoded(p.value()))
        .collect(Collectors.joining("&", path + "?", ""));
  }

  /// The value of the only parameter with that name; null where there is none, or more than one.
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
