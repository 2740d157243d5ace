package io.calotype.http.routing;

import io.calotype.access.SignedUrl;
import io.calotype.access.Tracking;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Checks the options of a request.
///
/// Errors: `BadRequest` that names the fault.
public final class QueryParameters {
  /// Options that every route accepts: the signature of a URL and its expiry.
  private static final Set<String> SIGNED = Set.of(SignedUrl.SIGNATURE, SignedUrl.EXPIRES);

  private QueryParameters() {}

  /// Accepts only options in `known`, each at most once.
  public static void require(MultiMap options, Set<String> known) {
    if (options.isEmpty()) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, String> option : options) {
      String name = option.getKey();
      if (!known.contains(name) && !SIGNED.contains(name)) {
        throw bad("the option " + printable(name) + " is unknown here: " + known(known));
      }
      if (!seen.add(name)) {
        throw bad("the option " + name + " is given twice");
      }
    }
  }

  /// The options without tracking parameters, which mail clients and advertisements add to links.
  /// No answer depends on them.
  public static MultiMap withoutTracking(MultiMap options) {
    if (options.names().stream().noneMatch(Tracking::names)) {
      return options;
    }
    MultiMap rest = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<String, String> option : options) {
      if (!Tracking.names(option.getKey())) {
        rest.add(option.getKey(), option.getValue());
      }
    }
    return rest;
  }

  /// Parses the id in a path.
  public static MediaId id(String text) {
    return MediaId.parse(text).orElseThrow(() -> bad("the id is not 1 to 128 of A-Z a-z 0-9 _ -"));
  }

  public static MediaException bad(String detail) {
    return new MediaException(new Failure.BadRequest(detail));
  }

  private static String known(Set<String> known) {
    return known.isEmpty()
        ? "there are none"
        : "there are " + String.join(", ", new TreeSet<>(known));
  }

  /// A client-supplied name in a form that is safe to repeat: at most 40 characters of ASCII, and
  /// an ellipsis if cut.
  public static String printable(String name) {
    String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) + "…" : plain;
  }
}
