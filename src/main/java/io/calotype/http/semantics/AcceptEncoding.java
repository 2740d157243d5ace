package io.calotype.http.semantics;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Chooses the content coding of an answer by `Accept-Encoding` (RFC 9110 section 12.5.3). A pure
/// function. Ignores malformed members.
public final class AcceptEncoding {
  /// The coding that leaves the bytes unchanged.
  public static final String IDENTITY = "identity";

  private static final String ANY = "*";
  private static final double FULL = 1;
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*"
              + "(?:;\\s*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)\\s*)?");

  private AcceptEncoding() {}

  /// Returns the accepted coding with the highest weight, the first of `available` among equals.
  /// Returns [#IDENTITY] if none of them is accepted: an answer is better than 406.
  ///
  /// @param header the value of `Accept-Encoding`; null if it is absent
  /// @param available the codings that the server has, the preferred one first
  public static String choose(@Nullable String header, List<String> available) {
    if (header == null) {
      return IDENTITY;
    }
    Map<String, Double> weights = weights(header);
    double others = weights.getOrDefault(ANY, 0.0);
    String best = IDENTITY;
    double highest = weights.getOrDefault(IDENTITY, 0.0);
    for (String coding : available) {
      double weight = weights.getOrDefault(coding, others);
      boolean preferred = best.equals(IDENTITY) ? weight >= highest : weight > highest;
      if (weight > 0 && preferred) {
        best = coding;
        highest = weight;
      }
    }
    return best;
  }

  private static Map<String, Double> weights(String header) {
    Map<String, Double> weights = new HashMap<>();
    for (String member : header.split(",", -1)) {
      Matcher parts = MEMBER.matcher(member);
      if (parts.matches()) {
        String weight = parts.group(2);
        weights.put(
            parts.group(1).toLowerCase(Locale.ROOT),
            weight == null ? FULL : Double.parseDouble(weight));
      }
    }
    return weights;
  }
}
