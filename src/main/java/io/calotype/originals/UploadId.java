package io.calotype.originals;

import io.calotype.media.RandomText;
import java.util.Optional;
import java.util.regex.Pattern;

/// Identifies an upload that a client sends to the store itself: 130 random bits as 26 characters
/// of `a-z2-7` (base32, RFC 4648).
///
/// @param text the characters
public record UploadId(String text) {
  private static final int LENGTH = 26;
  private static final Pattern VALID = Pattern.compile("[a-z2-7]{26}");

  public UploadId {
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException("an upload is 26 characters of a-z2-7");
    }
  }

  /// Returns an id that no upload has.
  public static UploadId fresh() {
    return new UploadId(RandomText.of(LENGTH));
  }

  /// Returns the id with these characters; empty if `text` is none.
  public static Optional<UploadId> parse(String text) {
    return VALID.matcher(text).matches() ? Optional.of(new UploadId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
