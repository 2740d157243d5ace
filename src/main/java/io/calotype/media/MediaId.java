package io.calotype.media;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The identifier of one media: 1 to 128 of `A-Z a-z 0-9 _ -`, safe in a path, a URL and a file
/// name.
///
/// @param value the text of the id
public record MediaId(String value) implements Comparable<MediaId> {
  private static final SecureRandom RANDOM = new SecureRandom();

  public MediaId {
    Alphabet.require("id", value);
  }

  /// Parses an id; empty if `text` is not valid.
  public static Optional<MediaId> parse(String text) {
    return Alphabet.accepts(text) ? Optional.of(new MediaId(text)) : Optional.empty();
  }

  /// Creates a UUIDv7 (RFC 9562 section 5.7). Ids sort by creation time, to the millisecond.
  public static MediaId newAt(Instant now) {
    long high = (now.toEpochMilli() << 16) | 0x7000 | RANDOM.nextInt(1 << 12);
    long low = (RANDOM.nextLong() >>> 2) | Long.MIN_VALUE;
    return new MediaId(new UUID(high, low).toString());
  }

  @Override
  public int compareTo(MediaId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
