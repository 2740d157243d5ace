package io.calotype.http.semantics;

import io.calotype.fuzz.FuzzTarget;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A list of entity tags and a date, as every condition carries one or the other.
public final class RequestConditionsFuzzTest extends FuzzTarget {
  private static final String TAG = "\"ours\"";
  private static final Validators OURS =
      new Validators(TAG, Instant.parse("1994-11-06T08:49:37.9Z"));

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "\"a\", W/\"ours\"\nSun, 06 Nov 1994 08:49:37 GMT", "*\nSunday, 06-Nov-94 08:49:37 GMT",
        ",,\"a,b\" x,\"ours\"\nSun Nov  6 08:49:37 1994", "\"\nSun, 01 Jan 0000 00:00:00 GMT",
        "W/\"ours\nFri, 31 Dec 9999 23:59:59 GMT", "\"*\"\nThu, 29 Feb 1996 23:59:60 GMT");
  }

  @Override
  public void check(byte[] sent) {
    String[] lines = lines(sent, 2);
    requireTags(lines[0]);
    requireDate(HttpDate.parse(lines[1], OURS.lastModified()));
    requireOrder(lines[0], lines[1]);
  }

  private static void requireTags(String list) {
    boolean weak = EntityTags.weakMatch(list, TAG);
    boolean strong = EntityTags.strongMatch(list, TAG);
    require(weak || !strong, "strong but not weak");
    require(!weak || list.contains(TAG) || list.strip().equals("*"), "matches what is not there");
    require(EntityTags.strongMatch(TAG + "," + list, TAG), "the first member does not match");
    require(EntityTags.weakMatch("W/" + TAG + " ," + list, TAG), "a weak tag does not match");
  }

  /// What is read can be written and read again; years have four digits.
  private static void requireDate(@Nullable Instant date) {
    if (date != null && date.atOffset(ZoneOffset.UTC).getYear() <= 9999) {
      String text = HttpDate.format(date);
      require(date.equals(HttpDate.parse(text, Instant.EPOCH)), text);
    }
  }

  /// A list of tags wins over a date, whatever either says (RFC 9110 section 13.2.2).
  private static void requireOrder(String tags, String date) {
    Preconditions with =
        Preconditions.check(new RequestConditions(tags, tags, date, date, null, null), OURS);
    Preconditions without =
        Preconditions.check(new RequestConditions(tags, tags, null, null, null, null), OURS);
    require(with == without, "a date counts beside a tag");
    Preconditions dated =
        Preconditions.check(new RequestConditions(null, null, date, date, null, null), OURS);
    require(dated != Preconditions.FAILED || HttpDate.parse(date, Instant.EPOCH) != null, date);
  }
}
