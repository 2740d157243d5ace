package io.calotype.http;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides how much of a representation a request gets (RFC 9110 section 14.2).
final class Ranges {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=[ \\t]*([0-9]*)-([0-9]*)[ \\t]*", Pattern.CASE_INSENSITIVE);
  private static final int MAX_DIGITS = 18;
  private static final Extent WHOLE = new Extent.Whole();

  private Ranges() {}

  /// A single range is honoured; several, other units and senseless ones are answered whole.
  static Extent decide(Conditions sent, Validators ours, long length) {
    String range = sent.range();
    if (range == null || !unchanged(sent.ifRange(), ours)) {
      return WHOLE;
    }
    Matcher single = SINGLE.matcher(range);
    return single.matches() ? extent(single.group(1), single.group(2), length) : WHOLE;
  }

  private static Extent extent(String first, String last, long length) {
    if (first.isEmpty()) {
      return last.isEmpty() ? WHOLE : suffix(number(last), length);
    }
    if (!last.isEmpty() && number(last) < number(first)) {
      return WHOLE;
    }
    long end = last.isEmpty() ? length - 1 : Math.min(number(last), length - 1);
    return number(first) < length
        ? new Extent.Part(number(first), end)
        : new Extent.Unsatisfiable();
  }

  private static Extent suffix(long count, long length) {
    return count == 0 || length == 0
        ? new Extent.Unsatisfiable()
        : new Extent.Part(Math.max(0, length - count), length - 1);
  }

  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
  }

  /// Whether what the client has a part of is what we have (section 13.1.5): by a strong tag, or by
  /// the exact date.
  private static boolean unchanged(@Nullable String ifRange, Validators ours) {
    if (ifRange == null) {
      return true;
    }
    Optional<Instant> date = HttpDate.parse(ifRange);
    return date.map(ours.lastModified()::equals)
        .orElseGet(() -> ours.etag().equals(ifRange.strip()));
  }
}
