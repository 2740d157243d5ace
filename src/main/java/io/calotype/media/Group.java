package io.calotype.media;

import java.util.Optional;

/// A label that media share (a conversation, an album): 1 to 128 of `A-Z a-z 0-9 _ -`.
///
/// @param value the text of the label
public record Group(String value) {
  public Group {
    Alphabet.require("group", value);
  }

  /// Parses a group; empty if `text` is not valid.
  public static Optional<Group> parse(String text) {
    return Alphabet.accepts(text) ? Optional.of(new Group(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
