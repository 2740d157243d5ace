package io.calotype.http.routing;

import io.calotype.access.SignedUrl;
import io.calotype.access.Tracking;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The query of a URL: its parameters, decoded as `application/x-www-form-urlencoded` (URL
/// standard, section 5.1).
///
/// Errors of all checks: `BadRequest` that names the fault.
public final class QueryParameters {
  /// An absent query.
  public static final QueryParameters NONE = new QueryParameters(Map.of());

  /// Options that every route accepts: the signature of a URL and its expiry.
  private static final Set<String> SIGNED = Set.of(SignedUrl.SIGNATURE, SignedUrl.EXPIRES);

  private static final int MAX_PARAMETERS = 1024;
  private static final int MAX_PRINTED = 40;

  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /// Parses a query without its question mark; null stands for an absent one. Parameters after the
  /// first [#MAX_PARAMETERS] are ignored.
  public static QueryParameters parse(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    int count = 0;
    int end = fragment(query);
    for (int start = 0; start < end && count < MAX_PARAMETERS; ) {
      int stop = query.indexOf('&', start);
      stop = stop < 0 || stop > end ? end : stop;
      while (start < stop && query.charAt(start) == '=') {
        start++; // belongs to neither name nor value
      }
      if (stop > start) {
        add(query.substring(start, stop), values);
        count++;
      }
      start = stop + 1;
    }
    return new QueryParameters(values);
  }

  private static int fragment(String query) {
    int fragment = query.indexOf('#');
    return fragment < 0 ? query.length() : fragment;
  }

  /// Adds one `name=value`. The value is empty without an equals sign.
  private static void add(String text, Map<String, List<String>> values) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    values.computeIfAbsent(decoded(name), first -> new ArrayList<>(1)).add(decoded(value));
  }

  private static String decoded(String text) {
    try {
      return PercentEncoding.decode(text.replace('+', ' '));
    } catch (IllegalArgumentException broken) {
      throw bad("the query has a broken percent-escape");
    }
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public boolean contains(String name) {
    return values.containsKey(name);
  }

  /// The first value of `name`; null if absent.
  public @Nullable String get(String name) {
    List<String> all = values.get(name);
    return all == null ? null : all.getFirst();
  }

  /// All parameters, in the order in which their names first appear.
  public List<Map.Entry<String, String>> entries() {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    values.forEach((name, all) -> all.forEach(value -> entries.add(Map.entry(name, value))));
    return entries;
  }

  /// Accepts only parameters in `known`, each at most once.
  public void require(Set<String> known) {
    for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
      String name = parameter.getKey();
      if (!known.contains(name) && !SIGNED.contains(name)) {
        throw bad("the option " + printable(name) + " is unknown here: " + known(known));
      }
      if (parameter.getValue().size() > 1) {
        throw bad("the option " + name + " is given twice");
      }
    }
  }

  /// The parameters without tracking parameters, which mail clients and advertisements add to
  /// links. No answer depends on them.
  public QueryParameters withoutTracking() {
    if (values.keySet().stream().noneMatch(Tracking::names)) {
      return this;
    }
    Map<String, List<String>> rest = new LinkedHashMap<>(values);
    rest.keySet().removeIf(Tracking::names);
    return new QueryParameters(rest);
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
    return plain.length() > MAX_PRINTED ? plain.substring(0, MAX_PRINTED) + "…" : plain;
  }
}
