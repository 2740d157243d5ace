package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Focus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Parses the options of a media: those of an upload, and those that may be changed later.
///
/// Errors of every method: `BadRequest` with the name of the option.
public final class OptionParsers {
  private static final int MAX_ATTRIBUTES = 16;
  private static final int MAX_NAME_LENGTH = 64;
  private static final int MAX_ATTRIBUTE_BYTES = 1 << 10;
  private static final Duration MAX_TTL = Duration.ofDays(36_500);
  private static final String ALPHABET = " is not 1 to 128 of A-Z a-z 0-9 _ -";

  private OptionParsers() {}

  static MediaId id(String value) {
    return MediaId.parse(value).orElseThrow(() -> bad("the option id" + ALPHABET));
  }

  static Group group(String value) {
    return Group.parse(value).orElseThrow(() -> bad("the option group" + ALPHABET));
  }

  static Visibility visibility(String value) {
    return Arrays.stream(Visibility.values())
        .filter(visibility -> visibility.text().equals(value))
        .findFirst()
        .orElseThrow(() -> bad("the option visibility is neither public nor private"));
  }

  static Focus focus(String value) {
    return Focus.parse(value)
        .orElseThrow(() ->
            bad(
                "the option focus is not x,y from 0 to 1 with at most two decimals, such as"
                    + " 0.5,0.25"));
  }

  static Duration ttl(String value) {
    return duration(value)
        .filter(ttl -> ttl.isPositive() && ttl.compareTo(MAX_TTL) <= 0)
        .orElseThrow(() ->
            bad(
                "the option ttl is neither a number of seconds nor an ISO-8601 duration"
                    + " such as PT2H, or not within 100 years"));
  }

  private static Optional<Duration> duration(String value) {
    try {
      return Optional.of(
          value.matches("[0-9]{1,12}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.parse(value));
    } catch (DateTimeParseException | ArithmeticException notADuration) {
      return Optional.empty();
    }
  }

  /// Checks one attribute.
  static void requireAttribute(String name, String value) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw bad(
          "the name of an attribute, attr.<name>, is not 1 to "
              + MAX_NAME_LENGTH
              + " characters long");
    }
    if (!unicode(name) || !unicode(value)) {
      throw bad("an attribute has half of a surrogate pair, which is no text");
    }
  }

  private static boolean unicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /// Checks the number and the size of all attributes of a media.
  static void requireFitting(Map<String, String> attributes) {
    int bytes =
        attributes.entrySet().stream().mapToInt(e -> bytes(e.getKey()) + bytes(e.getValue())).sum();
    if (attributes.size() > MAX_ATTRIBUTES || bytes > MAX_ATTRIBUTE_BYTES) {
      throw bad(
          "the attributes are more than "
              + MAX_ATTRIBUTES
              + ", or more than "
              + MAX_ATTRIBUTE_BYTES
              + " bytes in all");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Shortens a client's name and reduces it to plain ASCII, so that an answer may repeat it.
  public static String printable(String name) {
    String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.length() > MAX_NAME_LENGTH ? plain.substring(0, MAX_NAME_LENGTH) + "…" : plain;
  }

  private static MediaException bad(String detail) {
    return new MediaException(new Failure.BadRequest(detail));
  }
}
