package io.calotype.http.semantics;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides which part of a representation a `GET` requests (RFC 9110 sections 13.1.5 and 14).
///
/// Supports a single range of bytes. Ignores several ranges, other units and malformed values.
public final class Ranges {
  private static final String UNIT = "bytes=";
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern SPEC = Pattern.compile("(?<first>\\d*)-(?<last>\\d*)");

  private static final RangeDecision WHOLE = new RangeDecision.Whole();
  private static final RangeDecision UNSATISFIABLE = new RangeDecision.Unsatisfiable();

  private Ranges() {}

  /// Evaluates `Range` and `If-Range`, after [Preconditions] has decided to send.
  ///
  /// @param length of the whole representation in bytes
  public static RangeDecision decide(RequestConditions sent, Validators ours, long length) {
    String range = sent.range();
    if (range == null || !stillTheSame(sent.ifRange(), ours)) {
      return WHOLE;
    }
    Matcher spec = SPEC.matcher(onlyRange(range));
    return spec.matches() ? extent(spec.group("first"), spec.group("last"), length) : WHOLE;
  }

  /// Compares `If-Range`: a tag by the strong comparison, a date by equality with `Last-Modified`.
  private static boolean stillTheSame(@Nullable String ifRange, Validators ours) {
    return ifRange == null
        || ifRange.equals(ours.etag())
        || ours.lastModified().equals(HttpDate.parse(ifRange, ours.lastModified()));
  }

  /// The single member of the list; empty if there are several or none, or if the unit is not
  /// `bytes`.
  private static String onlyRange(String range) {
    if (!range.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return "";
    }
    List<String> members =
        COMMA
            .splitAsStream(range.substring(UNIT.length()))
            .map(String::strip)
            .filter(member -> !member.isEmpty())
            .limit(2)
            .toList();
    return members.size() == 1 ? members.getFirst() : "";
  }

  private static RangeDecision extent(String first, String last, long length) {
    if (first.isEmpty()) {
      return last.isEmpty() ? WHOLE : suffix(number(last), length);
    }
    long begin = number(first);
    long end = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (end < begin) {
      return WHOLE;
    }
    return begin >= length
        ? UNSATISFIABLE
        : new RangeDecision.Part(begin, Math.min(end, length - 1));
  }

  /// The last `suffixLength` bytes. An empty representation is sent whole, because `Content-Range`
  /// cannot express an empty range.
  private static RangeDecision suffix(long suffixLength, long length) {
    if (suffixLength == 0) {
      return UNSATISFIABLE;
    }
    return length == 0
        ? WHOLE
        : new RangeDecision.Part(Math.max(0, length - suffixLength), length - 1);
  }

  /// Parses ASCII digits. Returns `Long.MAX_VALUE` for larger numbers.
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException tooLarge) {
      return Long.MAX_VALUE;
    }
  }
}
