package io.calotype.upload.resumable;

import io.calotype.media.RandomText;
import io.calotype.media.Sha256;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Identifies a resumable upload: 26 characters of `a-z0-9` with 130 bits that cannot be guessed,
/// and, if there are several nodes, a dot and the name of the node that has its bytes.
///
/// @param text the characters
public record ResumableId(String text) {
  private static final int LENGTH = 26;
  private static final int RADIX = 32;
  private static final Pattern VALID =
      Pattern.compile("([a-z0-9]{26})(?:[.]([A-Za-z0-9._-]{1,63}))?");

  public ResumableId {
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException("not the id of a resumable upload");
    }
  }

  /// Returns an id that no upload has.
  ///
  /// @param node the name of this node; null if it is the only one
  static ResumableId fresh(@Nullable String node) {
    return at(RandomText.of(LENGTH), node);
  }

  /// Returns the id of the concatenation of `parts`, always the same: a repeated request finds the
  /// upload of the first.
  static ResumableId of(List<ResumableId> parts, @Nullable String node) {
    String all = parts.stream().map(ResumableId::key).collect(Collectors.joining(" "));
    String digits = new BigInteger(Sha256.ofText(all).hex(), 16).toString(RADIX);
    String padded = "0".repeat(LENGTH) + digits;
    return at(padded.substring(padded.length() - LENGTH), node);
  }

  private static ResumableId at(String key, @Nullable String node) {
    return new ResumableId(node == null ? key : key + "." + node);
  }

  /// Returns the id with these characters; empty if `text` is none.
  public static Optional<ResumableId> parse(String text) {
    return VALID.matcher(text).matches() ? Optional.of(new ResumableId(text)) : Optional.empty();
  }

  /// The part that is unique on its node; the name of its files.
  String key() {
    return text.substring(0, LENGTH);
  }

  /// The name of the node; null if the id has none.
  @Nullable String node() {
    Matcher parts = VALID.matcher(text);
    return parts.matches() ? parts.group(2) : null;
  }

  @Override
  public String toString() {
    return text;
  }
}
